import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { labProfile } from '../../fixtures/server.ts';

it('a lock that is older than the profile ends with 1 and names what it lacks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clusterseed-mirror-cli-'));
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
  writeFileSync(join(folder, 'lab.yaml'), labProfile);
  expect(run('lock', 'lab.yaml').status).toBe(0);
  const lock = readFileSync(join(folder, 'lab.lock.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'lab.lock.yaml'),
    lock.replace('path: kubelet/1.36.3', 'path: kubelet/1.36.2'),
  );
  const { status, stderr } = run('mirror', 'lab.yaml', '--to', 'mirror');
  expect(status).toBe(1);
  expect(stderr).toContain('lab.lock.yaml is older than the profile: run clusterseed lock');
  expect(stderr).toContain('\n  kubelet/1.36.3/amd64/kubelet\n');
  expect(existsSync(join(folder, 'mirror'))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});
