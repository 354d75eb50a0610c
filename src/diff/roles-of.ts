import type { Machine } from '../machine/model.ts';
import { podManifest } from '../machine/places.ts';
import type { RoleName } from '../profile/schema/names.ts';
import type { Build } from './build.ts';

/** The roles of a node: as its profile says, else as its units and static pods show. */
export function rolesOf(name: string, { source }: Build, machine: () => Machine): RoleName[] {
  const planned = source?.cluster.nodes.find((node) => node.name === name);
  return planned === undefined ? shownRoles(machine()) : [...planned.roles];
}

function shownRoles({ files, units }: Machine): RoleName[] {
  const hasUnit = (name: string) => units.some((unit) => unit.name === name);
  const hasFile = (path: string) => files.some((file) => file.path === path);
  const controller = hasFile(podManifest('kube-apiserver'));
  const worker = hasFile('/etc/kubernetes/bootstrap-kubelet.conf');
  return [
    ...(hasUnit('etcd.service') ? (['etcd'] as const) : []),
    ...(controller ? (['controller'] as const) : []),
    ...(worker ? (['worker'] as const) : []),
    ...(hasFile('/etc/haproxy/haproxy.cfg') ? (['frontend'] as const) : []),
  ];
}
