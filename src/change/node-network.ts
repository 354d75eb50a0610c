import { load } from 'js-yaml';
import type { Machine } from '../machine/model.ts';
import { networkConfigPath } from '../machine/places.ts';

/** Where documents put the node's network, for cloud-init and for each renderer of an Ignition document. */
const places = [
  networkConfigPath,
  '/etc/netplan/50-clusterseed.yaml',
  '/etc/systemd/network/10-clusterseed.network',
  '/etc/NetworkManager/system-connections/clusterseed.nmconnection',
];

/** What differs in a node's network: `routes` when only routes beside the default one do. */
export function networkChange(before: Machine, after: Machine): 'none' | 'routes' | 'all' {
  const [old, now] = [before, after].map(networkText);
  if (old === now) return 'none';
  return withoutRoutes(old ?? '') === withoutRoutes(now ?? '') ? 'routes' : 'all';
}

/** Whether the file tells the node's network. */
export function isNetworkFile(path: string): boolean {
  return places.includes(path);
}

function networkText({ files }: Machine): string {
  return files
    .filter(({ path }) => isNetworkFile(path))
    .map(({ content }) => String(content))
    .join('\n');
}

const defaults = /^(?:0\.0\.0\.0\/0|::\/0)/;

function withoutRoutes(text: string): string {
  if (text.startsWith('[')) {
    return text
      .replaceAll(/\[Route\]\nDestination=(?!0\.0\.0\.0\/0|::\/0)[^[]*/g, '')
      .replaceAll(/^route\d+=(?!0\.0\.0\.0\/0|::\/0).*\n(?:route\d+_options=.*\n)?/gm, '')
      .trim();
  }
  return JSON.stringify(load(text), (key, value: unknown) =>
    key === 'routes' && Array.isArray(value) ? value.filter(isDefaultRoute) : value,
  )
    .replaceAll('"routes":[],', '')
    .replaceAll(',"routes":[]', '');
}

function isDefaultRoute(route: unknown): boolean {
  return (
    typeof route === 'object' &&
    route !== null &&
    'to' in route &&
    typeof route.to === 'string' &&
    defaults.test(route.to)
  );
}
