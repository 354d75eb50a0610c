/** Of every answer: a browser takes the content for what it is said to be. */
export const noSniff = { 'x-content-type-options': 'nosniff' } as const;

/** All headers that an answer of `size` bytes needs. */
export function completeHeaders(type: string, size: number): Readonly<Record<string, string>> {
  return { 'content-type': type, 'content-length': String(size), ...noSniff };
}

/** As fastify says it. */
export const jsonType = 'application/json; charset=utf-8';
