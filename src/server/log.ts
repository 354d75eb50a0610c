import type { FastifyServerOptions } from 'fastify';

/** What a log line tells of a request; never the address as asked, which may hold a token. */
export interface RequestLine {
  readonly method: string;
  /** The route's pattern, `/once/:token/:file`. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly peer: string;
}

/** Structured logs (JSON lines, pino): only what we name is written, nothing of a request by itself. */
export function logOptions(write: (line: string) => void): Pick<FastifyServerOptions, 'logger'> {
  return {
    logger: {
      level: 'info',
      base: null,
      stream: { write },
      timestamp: timeWriter(),
      serializers: {
        req: () => ({}),
        res: () => ({}),
        err: ({ name, message, stack = '' }: Error) => ({ type: name, message, stack }),
      },
    },
  };
}

/** pino's `time` member; a thousand lines may come in one millisecond. */
function timeWriter(): () => string {
  let [last, text] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== last) [last, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}
