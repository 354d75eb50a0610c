import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/model.ts';
import { readTree, type TreeEntry } from './read-tree.ts';
import { runTool } from './run-tool.ts';
import { createSystemRoot } from './system-root.ts';

/** Paths that differ between the formats, and why they must. Everything else is equal. */
const differences: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /^\/etc\/netplan(\/|$)/, why: 'cloud-init gets its network beside the user data' },
  { path: /^\/etc\/systemd\/system-preset(\/|$)/, why: 'how Ignition enables units' },
  { path: /^\/etc\/\.ignition-result\.json$/, why: "Ignition's own report" },
  { path: /^\/etc\/(passwd|group|shadow|gshadow|sub[ug]id)-?$/, why: 'compared by account' },
  { path: /^\/etc\/cloud(\/|$)/, why: "cloud-init's own settings" },
  { path: /^\/(var\/lib\/cloud|run|var\/log|tmp)(\/|$)/, why: "cloud-init's own state" },
  { path: /^\/usr\/lib\/python3(\/|$)/, why: 'schemas that cloud-init reads in the chroot' },
  { path: /^\/var\/lib\/clusterseed(\/placed)?$/, why: 'the marker of a finished first boot' },
  {
    path: /^\/etc\/\.pwd\.lock$/,
    why: 'left by whatever creates a user; only cloud-init always does',
  },
  { path: /^\/home\/debian(\/|$)/, why: "the image's default user" },
  { path: /^\/etc\/sudoers\.d\/90-cloud-init-users$/, why: "the image's default user" },
];

/** cloud-init writes SSH keys in no fixed order. */
function normalize(path: string, entry: TreeEntry): TreeEntry {
  if (!path.endsWith('/.ssh/authorized_keys')) return entry;
  const text = Buffer.from(entry.content, 'base64').toString();
  return { ...entry, content: text.split('\n').sort().join('\n') };
}

/** Everything below the root that the formats must agree on. */
export function treeOf(root: string): Record<string, TreeEntry> {
  const entries = [...readTree(root)]
    .filter(([path]) => !differences.some((difference) => difference.path.test(path)))
    .map(([path, entry]) => [path, normalize(path, entry)]);
  return Object.fromEntries(entries);
}

/** Accounts as their names are used: shell, home, groups, and whether there is a password. */
export function accountsOf(root: string, machine: Machine): unknown {
  const lines = (file: string) =>
    readText(root, file)
      .split('\n')
      .map((line) => line.split(':'));
  return machine.users.map(({ name }) => {
    const [, , , gid, , home, shell] = lines('/etc/passwd').find(([user]) => user === name) ?? [];
    const groups = lines('/etc/group');
    const password = lines('/etc/shadow').find(([user]) => user === name)?.[1] ?? '';
    return {
      name,
      home,
      shell,
      group: groups.find((group) => group[2] === gid)?.[0],
      groups: groups.filter((group) => group[3]?.split(',').includes(name)).map(([group]) => group),
      password: password.startsWith('$') ? password : 'none',
    };
  });
}

function readText(root: string, path: string): string {
  return Buffer.from(readTree(root).get(path)?.content ?? '', 'base64').toString();
}

/** What systemctl says of every unit of the machine. */
export function enablement(root: string, machine: Machine): Record<string, string> {
  const names = machine.units.map(({ name }) => name);
  const { stdout } = runTool('/usr/bin/systemctl', [`--root=${root}`, 'is-enabled', ...names]);
  const states = stdout.trim().split('\n');
  if (states.length !== names.length) throw new Error(`systemctl said ${stdout}`);
  return Object.fromEntries(names.map((name, index) => [name, states[index] ?? '']));
}

/** Units of the operating system and its packages that the machine changes or enables. */
function installSystemUnits(root: string, machine: Machine): void {
  const directory = join(root, 'usr/lib/systemd/system');
  mkdirSync(directory, { recursive: true });
  for (const { name, content, enabled } of machine.units) {
    if (content !== undefined) continue;
    // Whether one that we leave alone is enabled is the system's affair.
    const install = enabled ? '\n[Install]\nWantedBy=multi-user.target\n' : '';
    writeFileSync(join(directory, name), `[Service]\nExecStart=/usr/bin/true\n${install}`);
  }
}

const roots: ReturnType<typeof createSystemRoot>[] = [];

/** A small operating system with the units that the machine expects of it, until `removeRoots`. */
export function newRoot(machine: Machine): string {
  const created = createSystemRoot();
  roots.push(created);
  installSystemUnits(created.root, machine);
  return created.root;
}

/** Deletes every root of `newRoot`. */
export function removeRoots(): void {
  for (const created of roots.splice(0)) created.remove();
}
