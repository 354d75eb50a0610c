import type { Lint } from './lint.ts';

/**
 * The loss of one hypervisor host leaves etcd its majority, as far as the host keys tell. All members on one host is
 * profile/shared-host already, and an even number of members profile/even-etcd. Reports intent/etcd-majority-on-host.
 */
export const lintEtcdHosts: Lint = ({ profile }, diagnostics) => {
  const members = profile.machines.flatMap((machine, index) =>
    machine.roles.includes('etcd')
      ? [{ host: machine.host, path: ['machines', index, 'host'] }]
      : [],
  );
  const majority = Math.floor(members.length / 2) + 1;
  for (const host of new Set(members.flatMap((member) => member.host ?? []))) {
    const [first, ...others] = members.filter((member) => member.host === host);
    const there = others.length + 1;
    if (first === undefined || there === 1 || there === members.length) continue;
    if (members.length - there >= majority) continue;
    const args = { host: host.slice(0, 60), there, members: members.length };
    diagnostics.report('intent/etcd-majority-on-host', first.path, args);
  }
};
