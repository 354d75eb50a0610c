import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What stands at one path, in a form that compares: owners by name, content in base64. */
export interface TreeEntry {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: string;
  readonly owner: string;
  readonly content: string;
}

/** Everything below a root, by path; owners are named by the root's own passwd and group. */
export function readTree(root: string): Map<string, TreeEntry> {
  const users = readNames(join(root, 'etc/passwd'));
  const groups = readNames(join(root, 'etc/group'));
  const tree = new Map<string, TreeEntry>();
  const walk = (path: string) => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const child = `${path}/${name}`;
      const stat = lstatSync(join(root, child));
      const owner = `${users.get(stat.uid) ?? stat.uid}:${groups.get(stat.gid) ?? stat.gid}`;
      const base = { mode: (stat.mode & 0o7777).toString(8), owner };
      if (stat.isDirectory()) {
        tree.set(child, { kind: 'directory', ...base, content: '' });
        walk(child);
      } else if (stat.isSymbolicLink()) {
        tree.set(child, { kind: 'symlink', ...base, content: readlinkSync(join(root, child)) });
      } else if (stat.isFile()) {
        const content = readFileSync(join(root, child)).toString('base64');
        tree.set(child, { kind: 'file', ...base, content });
      } else {
        tree.set(child, { kind: 'other', ...base, content: '' });
      }
    }
  };
  walk('');
  return tree;
}

/** Number → name of a passwd or group file. */
function readNames(file: string): Map<number, string> {
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', , number] = line.split(':');
      return [Number(number), name];
    }),
  );
}
