/** A text that a profile was read from, which knows where its lines begin. */
export interface SourceText {
  readonly file: string;
  /** Line and column, both from 1, of an offset in UTF-16 code units. */
  positionAt(offset: number): { readonly line: number; readonly column: number };
}

/** A stretch of a source text, by offsets. */
export interface Place {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A value that remembers where it was written. Trees of several files may be laid over each other. */
export type SourceNode = SourceScalar | SourceList | SourceMap;

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The value as it was written, without quotes: `0644` for the number 644. */
  readonly written: string;
  readonly place: Place;
}

export interface SourceList {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly place: Place;
}

export interface SourceMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, SourceEntry>;
  readonly place: Place;
}

export interface SourceEntry {
  readonly key: Place;
  readonly value: SourceNode;
}

/** A source text whose positions are found by bisection. */
export function createSourceText(file: string, text: string): SourceText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    file,
    positionAt(offset) {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}
