import type { Machine } from '../machine/model.ts';
import { type Process, readFlags } from '../machine/process.ts';

/** Where people find etcdctl’s settings on a member. */
const environmentPath = '/etc/etcd/etcdctl.env';

/** etcdctl as a person on the member runs it, with what its environment file says. */
export function etcdctlProcesses({ files }: Pick<Machine, 'files'>): Process[] {
  const file = files.find(({ path }) => path === environmentPath);
  if (file === undefined || typeof file.content !== 'string') return [];
  const lines = [...file.content.matchAll(/^export ETCDCTL_([A-Z]+)='?([^'\n]*)'?$/gm)];
  const args = lines.map(([, name = '', value = '']) => `--${name.toLowerCase()}=${value}`);
  return [
    {
      program: 'etcdctl',
      name: `etcdctl (${environmentPath})`,
      args,
      flags: readFlags(args),
      user: 'root',
      groups: ['root'],
      mayAll: true,
      sealed: [],
      from: file.from,
    },
  ];
}
