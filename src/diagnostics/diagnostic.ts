/** A place in the profile's tree, from the root: keys and list indexes. */
export type Path = readonly (string | number)[];

/** How grave a diagnostic is: an error stops the build, a warning does not. */
export type Severity = 'error' | 'warning';

/** A position in a source text; lines and columns count from 1, columns in UTF-16 code units. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * One finding about the input. `path` is logical; `span` is filled once, by `locate`.
 * `onKey` asks for the position of the key itself instead of its value (unknown keys).
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Lines of a table below the message. */
  readonly details?: readonly string[];
  readonly path: Path;
  readonly onKey?: boolean;
  readonly span?: Span;
}
