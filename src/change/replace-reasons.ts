import type { Machine } from '../machine/model.ts';
import { networkChange } from './node-network.ts';

/** Why a running node cannot become `after` in its place: what is settled at the first boot of a VM. Empty if it can. */
export function replaceReasons(before: Machine, after: Machine): string[] {
  return [
    ...(networkChange(before, after) === 'all'
      ? ['its network (address, gateway, name servers) is set at the first boot']
      : []),
    ...(sameDataDirectory(before, after)
      ? []
      : ['etcd’s data directory moves: a member that starts on an empty one is a new member']),
  ];
}

function sameDataDirectory(...machines: [before: Machine, after: Machine]): boolean {
  const [old, now] = machines.map(dataDirectory);
  return old === undefined || now === undefined || old === now;
}

/** Where an etcd member keeps its data; undefined on other nodes and where etcd comes or goes. */
function dataDirectory({ units }: Machine): string | undefined {
  const content = units.find(({ name }) => name === 'etcd.service')?.content ?? '';
  return /--data-dir=(\S+)/.exec(content)?.[1];
}
