import { remember } from '../../text/remember.ts';

/**
 * A script as it is shipped: without its comment lines (but the first two, which say what it is) and indentation.
 * Comments are for readers of this repository; in a controller's document, which must fit 16,384 bytes, they cost
 * half a kilobyte. No script of ours has a text of several lines that begin with blanks or `#`.
 */
export const compactScript: (script: string) => string = remember(compact, 32);

function compact(script: string): string {
  const [interpreter = '', purpose = '', ...lines] = script.split('\n');
  const kept = lines.map((line) => line.trimStart()).filter((line) => !line.startsWith('#'));
  return [interpreter, purpose, ...kept.filter((line) => line !== ''), ''].join('\n');
}
