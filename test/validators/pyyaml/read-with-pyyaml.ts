import { join } from 'node:path';
import { runWell } from '../trees/run-tool.ts';

/** What PyYAML's safe_load makes of each text, all in one process. */
export function readWithPyyaml(texts: readonly string[]): unknown[] {
  const script = join(import.meta.dirname, 'read.py');
  const answer: unknown = JSON.parse(
    runWell('/usr/bin/python3', [script], { input: JSON.stringify(texts) }),
  );
  if (!Array.isArray(answer)) throw new Error('PyYAML gave no list');
  return answer;
}
