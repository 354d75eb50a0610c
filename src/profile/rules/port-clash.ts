import { splitHostPort } from '../../net/address.ts';
import type { ProfileDraft } from '../draft.ts';
import type { RoleName } from '../schema/names.ts';
import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

interface Listener {
  readonly role: RoleName;
  readonly program: string;
  readonly port: number | undefined;
}

/** No two programs of a machine's roles listen on one port (default ports of etcd and Kubernetes). */
export const checkPortClash: Rule = ({ profile }, diagnostics) => {
  const listeners = listenersOf(profile);
  for (const { machine, path } of machinesOf(profile)) {
    const taken = new Map<number, string>();
    for (const { role, program, port } of listeners) {
      if (port === undefined || !machine.roles?.includes(role)) continue;
      const first = taken.get(port);
      if (first === undefined) taken.set(port, program);
      else if (first !== program) {
        const args = { port, first, second: program };
        diagnostics.report('profile/port-clash', [...path, 'roles'], args);
      }
    }
  }
};

function listenersOf(profile: ProfileDraft): Listener[] {
  const api = profile.kubernetes?.apiServer?.port;
  const endpoint = profile.endpoint && splitHostPort(profile.endpoint).port;
  return [
    { role: 'etcd', program: 'etcd (clients)', port: 2379 },
    { role: 'etcd', program: 'etcd (peers)', port: 2380 },
    { role: 'etcd', program: 'etcd (metrics)', port: 2381 },
    { role: 'controller', program: 'kubelet', port: 10250 },
    { role: 'controller', program: 'kubelet (health)', port: 10248 },
    { role: 'controller', program: 'kube-controller-manager', port: 10257 },
    { role: 'controller', program: 'kube-scheduler', port: 10259 },
    { role: 'controller', program: 'kube-proxy', port: 10256 },
    { role: 'worker', program: 'kubelet', port: 10250 },
    { role: 'worker', program: 'kubelet (health)', port: 10248 },
    { role: 'worker', program: 'kube-proxy', port: 10256 },
    { role: 'controller', program: 'kube-apiserver', port: api },
    { role: 'frontend', program: 'HAProxy', port: endpoint || undefined },
  ];
}
