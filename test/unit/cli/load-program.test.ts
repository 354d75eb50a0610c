import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadProgram, recordFile } from '../../../src/cli/load-program.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-program-'));
  const text = `(function (module, require, __filename, __dirname) {
    module.exports.runCli = async (argv) => require('node:path').join(__dirname, argv[0]);
  })`;
  writeFileSync(join(directory, 'program.js'), text);
});

afterAll(() => rmSync(directory, { recursive: true }));

it('runs the program from its text, from a record, and past one that V8 refuses', async () => {
  const fromText = loadProgram(directory);
  expect(await fromText.exports.runCli(['a'])).toBe(join(directory, 'a'));
  for (const record of [fromText.compiledCode(), Buffer.from('of another V8')]) {
    writeFileSync(recordFile(directory), record);
    expect(await loadProgram(directory).exports.runCli(['b'])).toBe(join(directory, 'b'));
  }
});
