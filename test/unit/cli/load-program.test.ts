import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadProgram, recordFile } from '../../../src/cli/load-program.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-program-'));
  writeBundle(
    'one',
    "module.exports.runCli = async (argv) => require('./part.js').place(argv[0]);",
  );
  writeBundle(
    'part',
    "module.exports.place = (name) => require('node:path').join(__dirname, name);",
  );
});

function writeBundle(name: string, body: string): void {
  const text = `(function (module, require, __filename, __dirname) {${body}})`;
  writeFileSync(join(directory, `${name}.js`), text);
}

afterAll(() => rmSync(directory, { recursive: true }));

it('runs a program and its parts from text, from records, and past one that V8 refuses', async () => {
  const fromText = loadProgram(directory, 'one');
  expect(await fromText.exports.runCli(['a'])).toBe(join(directory, 'a'));
  const records = fromText.compiledCode();
  expect([...records.keys()]).toEqual(['one', 'part']);
  for (const [name, code] of records) {
    for (const record of [code, Buffer.from('of another V8')]) {
      writeFileSync(recordFile(directory, name), record);
      expect(await loadProgram(directory, 'one').exports.runCli(['b'])).toBe(join(directory, 'b'));
    }
  }
});
