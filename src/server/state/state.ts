/** How a node's documents may be fetched: once each since the node was armed last. */
export interface Arming {
  readonly node: string;
  /** SHA-256 (hex) of the one-time token, when one was made. */
  readonly tokenSha256?: string;
  /** When the token ends, ms since 1970. */
  readonly expires?: number;
}

/** A document that was given away. */
export interface Gift {
  readonly node: string;
  readonly file: string;
  /** ms since 1970. */
  readonly at: number;
  /** The address that it was given to. */
  readonly address: string;
}

/** The last report of a node, JSON as it was checked. */
export interface StoredReport {
  readonly node: string;
  readonly at: number;
  readonly text: string;
}

/** Which document is asked for, and by what it was proved that the asker may have it. */
export interface Claim {
  readonly node: string;
  readonly file: string;
  readonly at: number;
  readonly address: string;
  /** SHA-256 (hex) of a one-time token: it counts only when the node's arming still has it. */
  readonly tokenSha256?: string;
}

/**
 * What the server remembers of one cluster; survives a restart and a kill at any moment. Each promise is kept by one
 * statement of the database, so that several servers may share it.
 */
export interface State {
  /** Arms the node anew: everything may be given once more, older tokens are worth nothing. */
  arm(arming: Arming): Promise<void>;
  /** The node that this token was made for, while it lasts; no promise where it is known at once. */
  nodeOfToken(tokenSha256: string, now: number): Promise<string | undefined> | string;
  /**
   * Takes the document: true once, and on disk before it is true; false when it was taken since the node was armed, or
   * when the token has ended.
   */
  take(claim: Claim): Promise<boolean>;
  /** What was given since the nodes were armed last. */
  listGifts(): Promise<readonly Gift[]>;
  saveReport(report: StoredReport): Promise<void>;
  listReports(): Promise<readonly StoredReport[]>;
  close(): Promise<void>;
}
