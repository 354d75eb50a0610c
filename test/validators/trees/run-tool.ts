import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Debian packages that bring the judges; scripts/test installs them. */
const packageOf: Readonly<Record<string, string>> = {
  '/usr/bin/cloud-init': 'cloud-init',
  '/usr/bin/ignition-validate': 'ignition',
  '/usr/lib/dracut/modules.d/30ignition/ignition': 'ignition',
  '/usr/bin/python3': 'python3-yaml',
  '/usr/bin/systemd-analyze': 'systemd',
  '/usr/bin/systemctl': 'systemd',
  '/usr/bin/systemd-tmpfiles': 'systemd',
  '/usr/sbin/netplan': 'netplan.io',
  '/usr/bin/nmcli': 'network-manager',
  '/usr/sbin/useradd': 'passwd',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/pyflakes3': 'pyflakes3',
  '/usr/bin/timeout': 'coreutils',
  '/usr/bin/xorriso': 'xorriso',
  '/usr/bin/xmllint': 'libxml2-utils',
  '/usr/bin/grub-script-check': 'grub-common',
  '/usr/bin/virt-xml-validate': 'libvirt-clients',
  '/usr/bin/isoinfo': 'genisoimage',
  '/usr/sbin/blkid': 'util-linux',
};

/** What a tool said and how it ended. */
export interface ToolResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a real consumer. A tool that is missing fails the test, it never skips it. */
export function runTool(
  program: string,
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): ToolResult {
  requireTool(program);
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (error !== undefined) throw error;
  return { status: status ?? -1, stdout, stderr };
}

/** As `runTool`, but any exit status but 0 is an error with all that the tool said. */
export function runWell(...call: Parameters<typeof runTool>): string {
  const { status, stdout, stderr } = runTool(...call);
  if (status !== 0) throw new Error(`${call[0]} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function requireTool(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    throw new Error(`${program} is missing: apt-get install ${packageOf[program] ?? program}`);
  }
}
