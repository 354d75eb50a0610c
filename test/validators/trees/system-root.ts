import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runWell } from './run-tool.ts';

/** Programs that both formats' first boots call, copied with their libraries. */
const programs = [
  ...['sh', 'rm', 'sync', 'install', 'systemctl', 'passwd', 'true'].map(
    (name) => `/usr/bin/${name}`,
  ),
  ...['useradd', 'usermod', 'groupadd', 'chpasswd', 'nologin'].map((name) => `/usr/sbin/${name}`),
];

const directories = [
  ...['dev', 'etc/default', 'etc/skel', 'etc/systemd/system', 'home', 'opt', 'proc', 'root', 'run'],
  ...['srv', 'tmp', 'usr/bin', 'usr/lib/systemd/system', 'usr/lib64', 'usr/local/bin', 'usr/sbin'],
  ...['var/lib', 'var/log', 'var/tmp'],
];

/** An account's lines in passwd and group that the systemd package adds. */
const networkAccount = 'systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin\n';
const resolveAccount = 'systemd-resolve:x:997:997:systemd Resolver:/:/usr/sbin/nologin\n';
const groups =
  'systemd-network:x:998:\nsystemd-resolve:x:997:\nsystemd-journal:x:996:\nnetdev:x:995:\n';

/** The real one wants /proc, which a chroot lacks: this notes the call, `runTmpfiles` makes it. */
const tmpfilesStub = '#!/bin/sh\nprintf "%s\\n" "$*" >>/run/tmpfiles-calls\n';

/** Makes the calls of systemd-tmpfiles that the root's own programs have asked for. */
export function runTmpfiles(root: string): void {
  const calls = join(root, 'run/tmpfiles-calls');
  if (!existsSync(calls)) return;
  for (const call of readFileSync(calls, 'utf8').trim().split('\n')) {
    runWell('/usr/bin/systemd-tmpfiles', [`--root=${root}`, ...call.split(' ')]);
  }
  rmSync(calls);
}

/**
 * A small operating system in a new directory: Debian's own passwd and group, a shell, systemctl and the
 * programs that create users, so that both formats can be applied to it in a chroot. `remove` deletes it.
 */
export function createSystemRoot(): { readonly root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'clusterseed-root-'));
  chmodSync(root, 0o755);
  for (const directory of directories) mkdirSync(join(root, directory), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  for (const program of programs) copyProgram(root, program);
  runWell('/usr/bin/mknod', ['-m', '666', join(root, 'dev/null'), 'c', '1', '3']);
  writeAccounts(root);
  writeFileSync(join(root, 'usr/bin/systemd-tmpfiles'), tmpfilesStub, { mode: 0o755 });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function writeAccounts(root: string): void {
  const masters = '/usr/share/base-passwd';
  const passwd = readFileSync(`${masters}/passwd.master`, 'utf8').replaceAll(':*:', ':x:');
  const group = readFileSync(`${masters}/group.master`, 'utf8').replaceAll(':*:', ':x:');
  const names = passwd.split('\n').map((line) => line.split(':')[0] ?? '');
  const shadow = [...names.filter((name) => name !== ''), 'systemd-network', 'systemd-resolve'];
  const files = {
    'etc/passwd': passwd + networkAccount + resolveAccount,
    'etc/group': group + groups,
    'etc/shadow': shadow.map((name) => `${name}:*:19000:0:99999:7:::\n`).join(''),
    'etc/gshadow': '',
    'etc/nsswitch.conf': 'passwd: files\ngroup: files\nshadow: files\n',
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'etc/machine-id': 'uninitialized\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  for (const name of ['etc/login.defs', 'etc/default/useradd']) copyInto(root, `/${name}`);
}

function copyProgram(root: string, program: string): void {
  copyInto(root, program);
  const libraries = runWell('/usr/bin/ldd', [program]).matchAll(/(?:=> |^\s)(\/\S+)/gm);
  for (const [, library = ''] of libraries) copyInto(root, library);
}

/** Copies what `path` leads to; the root has merged /usr, as every supported system has. */
function copyInto(root: string, path: string): void {
  const target = join(root, path.replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/'));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(realpathSync(path), target);
}
