import { toJson } from '../../text/json.ts';
import type { Packager } from '../packager.ts';
import { bootPlan } from './boot-images.ts';
import { seedFiles } from './pxe.ts';

/**
 * A data folder for Matchbox (its documentation, "matchbox": groups, profiles, ignition, assets): a group and a
 * profile for each machine, found by MAC address or else by the host name that DHCP gives. Ignition configs are served
 * as they are; cloud-init's files lie below the assets, at paths as NoCloud wants them.
 */
export const matchbox: Packager = {
  formats: ['ignition', 'cloud-init'],
  needsUrl: true,
  packNode: (node, { url, cluster, kernelArgs = '' }) => {
    const { name, format, network } = node;
    const ignition = format === 'ignition';
    const assets = `${url}/assets`;
    const plan = bootPlan(
      node,
      { images: `${assets}/images`, seed: `${assets}/${cluster}/${name}` },
      kernelArgs,
    );
    const fetched = 'ignition.config.url=';
    const args = plan.arguments.map((word) =>
      word.startsWith(fetched) ? `${fetched}${url}/ignition?${queryOf(network.mac, name)}` : word,
    );
    const profile = {
      id: name,
      name,
      ...(ignition ? { ignition_id: `${name}.ign` } : {}),
      boot: { kernel: plan.kernel, initrd: [plan.initrd], args },
    };
    const selector = network.mac === undefined ? { hostname: name } : { mac: network.mac };
    const group = { id: name, name, profile: name, selector };
    return [
      { path: `groups/${name}.json`, content: toJson(group), kind: 'public' },
      { path: `profiles/${name}.json`, content: toJson(profile), kind: 'public' },
      ...seedFiles(node).map((file) => ({
        ...file,
        path: ignition ? `ignition/${name}.ign` : `assets/${cluster}/${file.path}`,
      })),
    ];
  },
  packCluster: () => [],
};

function queryOf(mac: string | undefined, name: string): string {
  return mac === undefined ? `hostname=${name}` : `mac=${mac.replaceAll(':', '-')}`;
}
