import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderUserData } from '../../src/render/cloud-init.ts';
import { renderSplitUserData } from '../../src/render/cloud-init-part.ts';
import { compiledMachines } from '../fixtures/compiled.ts';
import { partSource } from '../fixtures/split.ts';
import { runTool, runWell } from './trees/run-tool.ts';

const directory = mkdtempSync(join(tmpdir(), 'clusterseed-schema-'));
afterAll(() => rmSync(directory, { recursive: true }));

function mistakesIn(documents: Readonly<Record<string, string>>): Record<string, string[]> {
  const files = Object.entries(documents).map(([name, text]) => {
    const file = join(directory, `${name}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const script = join(import.meta.dirname, 'cloud-init/schema.py');
  const found: Record<string, string[]> = JSON.parse(
    runWell('/usr/bin/python3', [script, ...files]),
  );
  return Object.fromEntries(
    Object.keys(documents).map((name) => [
      name,
      found[join(directory, `${name}.yaml`)] ?? ['unread'],
    ]),
  );
}

describe("cloud-init's own schema", () => {
  const documents = Object.fromEntries(
    compiledMachines().flatMap((machine) => [
      [`${machine.os}-${machine.name}`, renderUserData(machine)],
      [`${machine.os}-${machine.name}-split`, renderSplitUserData(machine, partSource)],
    ]),
  );

  it('accepts every document', () => {
    const found = mistakesIn(documents);
    expect(found).toEqual(Object.fromEntries(Object.keys(documents).map((name) => [name, []])));
  });

  it('accepts one by its command as well', () => {
    const [text = ''] = Object.values(documents);
    const file = join(directory, 'one.yaml');
    writeFileSync(file, text);
    expect(runTool('/usr/bin/cloud-init', ['schema', '--config-file', file])).toMatchObject({
      status: 0,
    });
  });

  it('refuses what is wrong, so that its silence counts', () => {
    const bad = {
      'unquoted-mode': '#cloud-config\nwrite_files:\n  - {path: /a, permissions: 0644}\n',
      'unknown-key': '#cloud-config\nwrite_file: []\n',
      'unknown-encoding': '#cloud-config\nwrite_files:\n  - {path: /a, encoding: zip}\n',
    };
    for (const mistakes of Object.values(mistakesIn(bad))) expect(mistakes).not.toEqual([]);
  });
});
