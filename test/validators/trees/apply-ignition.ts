import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWell } from './run-tool.ts';

const engine = '/usr/lib/dracut/modules.d/30ignition/ignition';

/**
 * Applies a config to the root with the real engine, as the initramfs does (stages fetch and files), and then
 * what the first boot of the root makes of it: presets and tmpfiles. Ignition ends with an SELinux relabel, for
 * which the root gets an empty policy and the engine a `setfiles` that does nothing.
 */
export function applyIgnition(root: string, config: string): void {
  const work = mkdtempSync(join(tmpdir(), 'clusterseed-ignition-'));
  try {
    writeFileSync(join(work, 'config.ign'), config);
    writeFileSync(join(work, 'setfiles'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const policy = join(root, 'etc/selinux/targeted/contexts/files');
    mkdirSync(policy, { recursive: true });
    writeFileSync(join(root, 'etc/selinux/config'), 'SELINUXTYPE=targeted\n');
    writeFileSync(join(policy, 'file_contexts'), '');
    for (const stage of ['fetch', 'files']) runStage(stage, root, work);
  } finally {
    rmSync(work, { recursive: true });
  }
  rmSync(join(root, 'etc/selinux'), { recursive: true });
  runWell('/usr/bin/systemctl', [`--root=${root}`, 'preset-all']);
  runWell('/usr/bin/systemd-tmpfiles', [`--root=${root}`, '--create']);
}

function runStage(stage: string, root: string, work: string): void {
  const files = { 'config-cache': 'cache', 'state-file': 'state', neednet: 'neednet' };
  const args = Object.entries(files).flatMap(([flag, name]) => [`-${flag}`, join(work, name)]);
  runWell(
    engine,
    ['-platform=file', `-stage=${stage}`, `-root=${root}`, ...args, '-log-to-stdout'],
    {
      env: {
        IGNITION_CONFIG_FILE: join(work, 'config.ign'),
        PATH: `${work}:/usr/sbin:/usr/bin:/sbin:/bin`,
      },
    },
  );
}
