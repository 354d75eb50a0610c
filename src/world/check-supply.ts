import type { Download } from '../machine/model.ts';
import { podAt } from '../machine/places.ts';
import type { Process } from '../machine/process.ts';
import type { StaticPod } from '../machine/static-pods.ts';
import { listAt, textAt } from '../text/tree.ts';
import type { World } from './world.ts';

/**
 * What the machine wants fetched, installed and pulled is brought: each download and package stands in the list of
 * first boot, each image in the node’s list, and with a mirror each of them is asked of it. Raises
 * machine/not-supplied.
 */
export function checkSupply(world: World, pods: readonly StaticPod[]): void {
  checkDownloads(world);
  checkPackages(world);
  checkImages(world, pods);
  checkRegistry(world);
}

/** The list that a script of ours works off: its first argument that is a text of the machine. */
function listOf(world: World, unit: string): string | undefined {
  const process = world.processes.find((each): each is Process => each.name === unit);
  return process === undefined ? undefined : world.places.textAt(process.args[1] ?? '');
}

function checkDownloads(world: World): void {
  const { downloads } = world.machine;
  if (downloads.length === 0) return;
  const lines = (listOf(world, 'clusterseed-fetch.service') ?? '').split('\n');
  const plan = new Map(lines.map((line) => [line.split(' ')[0], line.split(' ').slice(1)]));
  for (const download of downloads) {
    for (const why of downloadProblems(world, download, plan.get(download.name))) {
      world.report('machine/not-supplied', download.from, {
        what: `download ${download.name}`,
        why,
      });
    }
  }
}

function downloadProblems(
  { cluster }: World,
  { sha256, urls, placement, from }: Download,
  words: readonly string[] | undefined,
): string[] {
  if (words === undefined) return ['clusterseed-fetch.service does not fetch it'];
  const [, sum, , target, , ...asked] = words;
  const place = placement.kind === 'file' ? placement.path : placement.directory;
  const mirrors = [cluster.profile.mirror.files ?? []].flat();
  const mirrored = (url: string) => mirrors.some((base) => url.startsWith(`${trimmed(base)}/`));
  const isOurs = mirrors.length > 0 && from.component !== 'profile';
  const outside = cluster.profile.mirror.only ? asked.find((url) => !mirrored(url)) : undefined;
  return [
    ...(sum === sha256 ? [] : ['the list of clusterseed-fetch.service has another SHA-256']),
    ...(target === place ? [] : [`clusterseed-fetch.service puts it at ${target}, not ${place}`]),
    ...(asked.join() === urls.join() ? [] : ['clusterseed-fetch.service asks other addresses']),
    ...(isOurs && !asked.some(mirrored) ? ['the mirror is not asked for it'] : []),
    ...(isOurs && outside !== undefined
      ? [`it is asked of ${outside}, which is not the mirror`]
      : []),
  ];
}

function trimmed(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}

function checkPackages(world: World): void {
  const { packages } = world.machine;
  if (packages.length === 0) return;
  const lines = new Set((listOf(world, 'clusterseed-packages.service') ?? '').split('\n'));
  for (const name of packages) {
    if (lines.has(`package ${name}`)) continue;
    const why = 'clusterseed-packages.service does not install it';
    const from = { component: 'first-boot', path: world.node.path };
    world.report('machine/not-supplied', from, { what: `package ${name}`, why });
  }
}

/** Images that what we place names; those of the profile’s own manifests are the person’s to mirror. */
function checkImages(world: World, pods: readonly StaticPod[]): void {
  const known = new Set(world.machine.images);
  const sources = new Set(world.cluster.sources.values());
  const ofPods = pods.flatMap(({ file, spec }) =>
    file.from.component === 'profile'
      ? []
      : listAt(spec, 'containers').map((container) => textAt(container, 'image') ?? ''),
  );
  const ofAddons = world.machine.files
    .filter(({ path, content, from }) => {
      if (podAt(path) !== undefined || from.component !== 'addons') return false;
      return path.endsWith('.yaml') && typeof content === 'string' && !sources.has(content);
    })
    .flatMap(({ content }) => [...String(content).matchAll(/^ *(?:- )?image: *(\S+)$/gm)])
    .map(([, image = '']) => image);
  for (const image of new Set([...ofPods, ...ofAddons])) {
    if (known.has(image)) continue;
    const why = 'it is not among the images of the node, so no mirror would have it';
    const from = { component: 'images', path: world.node.path };
    world.report('machine/not-supplied', from, { what: `image ${image}`, why });
  }
}

/** containerd is sent to the mirror by hosts.toml; docker and podman are by the name of the image. */
function checkRegistry(world: World): void {
  const { images, insecureImages, only } = world.cluster.profile.mirror;
  if (images === undefined) return;
  const report = (what: string, why: string) =>
    world.report(
      'machine/not-supplied',
      { component: 'containerd', path: world.node.path },
      { what, why },
    );
  const [host = ''] = images.split('/');
  const url = `${insecureImages ? 'http' : 'https'}://${host}`;
  const path = '/etc/containerd/certs.d/_default/hosts.toml';
  if (world.processes.some(({ program }) => program === 'containerd')) {
    const text = world.places.textAt(path);
    const server = /^server = "([^"]*)"$/m.exec(text ?? '')?.[1] ?? '';
    const named = only ? server : (text ?? '');
    if (text === undefined) report(path, 'without it containerd does not ask the mirror of images');
    else if (!named.includes(url)) report(path, `it does not lead to the mirror ${url}`);
    const config = world.places.textAt('/etc/containerd/config.toml') ?? '';
    if (!config.includes('"/etc/containerd/certs.d"')) {
      report('/etc/containerd/config.toml', 'it does not name /etc/containerd/certs.d');
    }
  }
  const container = world.processes.find(({ program, mounts }) => program === 'haproxy' && mounts);
  for (const image of container === undefined ? [] : world.machine.images) {
    if (image.startsWith(`${images}/`) || !/haproxy/.test(image)) continue;
    report(`image ${image}`, 'the mirror is not asked for it');
  }
}
