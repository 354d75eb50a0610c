export interface ByteRange {
  readonly first: number;
  readonly last: number;
  readonly status: 200 | 206;
}

/**
 * The bytes that a Range header of one range asks for (RFC 9110, section 14); everything when there is no
 * header or one of another form, `impossible` when nothing of it lies within `size`.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'impossible' {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') {
    return { first: 0, last: size - 1, status: 200 };
  }
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first > last || first >= size ? 'impossible' : { first, last, status: 206 };
}
