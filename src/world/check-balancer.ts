import type { Process } from '../machine/process.ts';
import { coversName } from '../pki/stored-certificate.ts';
import { readyPath } from '../plan/versions.ts';
import { checkedPaths, isHealthPath, mayAskUnnamed } from './check-probes.ts';
import { haproxyLines } from './config-references.ts';
import { configOf } from './configs.ts';
import { shownBy } from './credentials.ts';
import { nodeLinks } from './links.ts';
import type { World } from './world.ts';

/**
 * HAProxy’s check of the API servers: over TLS, by the CA, under a name that every one of them has, and for a path
 * that an API server has. On a controller: it answers that path without a name. Raises machine/wrong-probe.
 */
export function checkBalancer(world: World): void {
  for (const process of world.processes) {
    if (process.program === 'haproxy') checkHaproxy(world, process);
    if (process.program === 'kube-apiserver') checkAnswer(world, process);
  }
}

function checkHaproxy(world: World, process: Process): void {
  const file = configOf(world, process, 'f');
  if (file === undefined) return;
  const lines = haproxyLines(file.text);
  const report = (why: string) =>
    world.report('machine/wrong-probe', file.from, { pod: file.path, probe: 'check', why });
  const asked = checkedPaths(lines);
  if (asked.length === 0) report('it asks no path of the API servers');
  for (const path of asked) {
    if (isHealthPath(world.cluster.version, 'kube-apiserver', path)) continue;
    report(`kube-apiserver has no ${path}`);
  }
  for (const words of lines.filter(([keyword]) => keyword === 'server')) {
    for (const why of serverProblems(world, words)) report(`server ${words[1]}: ${why}`);
  }
}

function serverProblems(world: World, words: readonly string[]): string[] {
  const after = (word: string) =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  const node = words[1] ?? '';
  const name = after('verifyhost');
  const link = nodeLinks(world).outbound.find(
    ({ client, server }) => client.component === 'haproxy' && server.node === node,
  );
  const chains =
    link?.serverCertificate === undefined || link.ca === undefined
      ? []
      : shownBy(world.secrets, link.serverCertificate, link.ca);
  const covered = chains.every(([leaf]) => leaf !== undefined && coversName(leaf, name ?? ''));
  return [
    ...(words.includes('check') ? [] : ['it is not checked']),
    ...(words.includes('check-ssl') ? [] : ['the check does not speak TLS']),
    ...(after('verify') === 'required' ? [] : ['the check does not verify the certificate']),
    ...(words.includes('ca-file') ? [] : ['the check has no CA (ca-file)']),
    ...(name === undefined ? ['the check verifies no name (verifyhost)'] : []),
    ...(name === undefined || covered ? [] : [`its certificate does not hold for ${name}`]),
  ];
}

/** The frontends are other machines: the path that they ask for is the plan’s. */
function checkAnswer(world: World, process: Process): void {
  const isChecked = nodeLinks(world).inbound.some(({ client }) => client.component === 'haproxy');
  const path = readyPath(world.cluster.version);
  if (!isChecked || mayAskUnnamed(world, process, path)) return;
  const why = `HAProxy of the frontends asks ${path} without a name, and it answers that to nobody`;
  world.report('machine/wrong-probe', process.from, { pod: process.name, probe: 'check', why });
}
