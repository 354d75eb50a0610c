// npm run golden: writes the documents as they are now. Ends with 1 when that changed anything, so that nobody
// accepts unread: read `git diff test/golden`, then commit.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileGoldenTree, goldenFolder, readGoldenTree } from '../test/fixtures/golden.ts';

const before = readGoldenTree();
const after = compileGoldenTree();
const folder = join(goldenFolder, 'expected');
const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
  (path) => before.get(path) !== after.get(path),
);
for (const path of changed) {
  const text = after.get(path);
  console.log(`${text === undefined ? '-' : before.has(path) ? '~' : '+'} ${path}`);
  if (text === undefined) rmSync(join(folder, path));
  else {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
process.exitCode = changed.length === 0 ? 0 : 1;
