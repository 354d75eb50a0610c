/** Log lines on their way out. */
export interface LogLines {
  readonly write: (line: string) => void;
  /** Writes what waits, at once. */
  readonly flush: () => void;
}

/** How long a line may wait, ms, and how much may wait, characters. */
const [longest, most] = [100, 16 * 1024];

/**
 * Hands lines on many at a time, whole and in order: one system call for hundreds of requests. A line waits for at most
 * 100 ms; whoever ends the process flushes.
 */
export function openLog(write: (text: string) => void): LogLines {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= most) flush();
      else timer ??= setTimeout(flush, longest).unref();
    },
    flush,
  };
}
