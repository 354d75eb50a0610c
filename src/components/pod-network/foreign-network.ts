import type { MachineFile, MachinePart, Origin } from '../../machine/model.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { formatUnit } from '../../text/systemd-unit.ts';
import { type Component, originOf } from '../component.ts';
import { rootFile } from '../root-file.ts';

/**
 * What a pod network asks of the system's own network services: systemd-networkd leaves routes and rules alone that
 * are not its own, and udev leaves flannel's MAC address alone.
 */
export const foreignNetwork: Component = {
  name: 'pod-network',
  contribute({ cluster, node }): MachinePart {
    const from = originOf('pod-network', node);
    const usesNetworkd = operatingSystem(node.os).networkRenderer !== 'network-manager';
    const { plugin } = cluster.profile.network;
    return {
      files: [
        ...(usesNetworkd ? [networkdFile(from)] : []),
        ...(plugin === 'flannel' ? [flannelLinkFile(from)] : []),
      ],
    };
  },
};

/** networkd.conf(5); without it a restart of systemd-networkd cuts the node's pods off. */
function networkdFile(from: Origin): MachineFile {
  const network = formatUnit([
    {
      name: 'Network',
      entries: [
        ['ManageForeignRoutes', 'no'],
        ['ManageForeignRoutingPolicyRules', 'no'],
      ],
    },
  ]);
  return rootFile(from, '/etc/systemd/networkd.conf.d/10-clusterseed.conf', network);
}

/**
 * udev would give the interface a MAC address of its own when flannel has already announced the kernel's
 * (systemd.link(5); flannel-io/flannel, Documentation/troubleshooting.md).
 */
function flannelLinkFile(from: Origin): MachineFile {
  const link = formatUnit([
    { name: 'Match', entries: [['OriginalName', 'flannel*']] },
    { name: 'Link', entries: [['MACAddressPolicy', 'none']] },
  ]);
  return rootFile(from, '/etc/systemd/network/50-flannel.link', link);
}
