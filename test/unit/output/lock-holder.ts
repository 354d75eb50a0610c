/**
 * Takes a lock over and over, and each time it has it, creates a file that must not be there. Arguments: lock, file,
 * how often. Exit 9: somebody else was inside too. Prints how often it was inside.
 */
import { closeSync, openSync, rmSync } from 'node:fs';
import { withLock } from '../../../src/output/lock.ts';
import { WorldError } from '../../../src/output/world-error.ts';

const [lock = '', file = '', times = '0'] = process.argv.slice(2);
let inside = 0;
for (let turn = 0; turn < Number(times); turn += 1) {
  try {
    withLock(lock, () => {
      closeSync(openSync(file, 'wx'));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      rmSync(file);
      inside += 1;
    });
  } catch (cause) {
    if (!(cause instanceof WorldError)) process.exit(9);
  }
}
process.stdout.write(`${inside}\n`);
