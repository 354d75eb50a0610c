import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackagedFile } from '../../../src/packages.ts';

/** Writes packages below a folder, as `package` does. */
export function placePackages(folder: string, files: ReadonlyMap<string, PackagedFile>): void {
  for (const { path, bytes, mode } of files.values()) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    chmodSync(target, mode);
  }
}

/** A program that appends its words to `log` as a JSON line and ends with the status that `answer` gives it. */
export function placeRecorder(path: string, log: string, answer: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const script = `#!/usr/bin/python3
import json, sys
words = sys.argv[1:]
print(json.dumps(words), file=open(${JSON.stringify(log)}, "a"))
sys.exit(${answer})
`;
  writeFileSync(path, script, { mode: 0o755 });
}
