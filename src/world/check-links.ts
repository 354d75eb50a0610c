import { joinHostPort } from '../net/address.ts';
import { initialClusterOf } from '../pki/etcd-members.ts';
import type { Link } from '../plan/link.ts';
import type { ClientEnd, Target } from './client-ends.ts';
import { checkPair, checkTrust } from './credentials.ts';
import { nodeLinks } from './links.ts';
import type { ServerEnd } from './server-ends.ts';
import type { World } from './world.ts';

/**
 * Each program dials what the plan’s links say and nothing else, trusts the CA of their servers, and shows the
 * identity that they expect; each server shows a certificate for every name that is dialled, and knows its clients’
 * CA. Raises machine/wrong-dial and machine/wrong-credential.
 */
export function checkLinks(
  world: World,
  clients: readonly ClientEnd[],
  servers: readonly ServerEnd[],
): void {
  const { inbound, outbound } = nodeLinks(world);
  for (const end of clients) checkClient(world, end, outbound.filter(matches(end)));
  for (const end of servers) checkServer(world, end, inbound.filter(isServedBy(end)));
  checkSpokenFor(world, clients, outbound);
}

/** A program that shows a certificate is an end of the links that expect one, else of the others. */
function matches(end: ClientEnd): (link: Link) => boolean {
  const { component, server, port, certificate } = end;
  return (link) =>
    link.client.component === component &&
    link.server.component === server &&
    (port === undefined || link.port === port) &&
    (component === 'haproxy' ||
      (link.clientCertificate !== undefined) === (certificate !== undefined));
}

function isServedBy({ component, port }: ServerEnd): (link: Link) => boolean {
  return (link) =>
    link.server.component === component && (port === undefined || link.port === port);
}

function checkClient(world: World, end: ClientEnd, links: readonly Link[]): void {
  const { process, from, ca: path } = end;
  const who = process.name;
  checkTargets(world, end, links);
  if (links.length === 0) return;
  const [{ ca, clientCertificate: id }] = links as [Link];
  if (ca !== undefined && path === undefined) {
    const why = `it dials ${end.server} without a CA to verify it by`;
    world.report('machine/wrong-dial', from, { who, why });
  }
  if (ca !== undefined && path !== undefined) {
    const ids = new Set(links.flatMap(({ serverCertificate }) => serverCertificate ?? []));
    checkTrust(world, { process, path, ca, ids, toRoot: end.toRoot, from });
  }
  if (id === undefined || end.certificate === undefined) return;
  checkPair(world, { process, id, certificate: end.certificate, key: end.key, from });
}

function checkTargets(world: World, end: ClientEnd, links: readonly Link[]): void {
  const { targets, process, from, server, dialsAll } = end;
  if (targets === undefined) return;
  const isMeant = (target: Target) => links.some((link) => leadsTo(target, link));
  for (const target of targets) {
    if (isMeant(target)) continue;
    const why = `it dials ${target.text}, and no link of the plan leads there`;
    world.report('machine/wrong-dial', from, { who: process.name, why });
  }
  if (!dialsAll) return;
  const forgotten = expectedLinks(world, end, links).find(
    (link) => !targets.some((target) => leadsTo(target, link)),
  );
  if (forgotten === undefined) return;
  const place = joinHostPort(forgotten.host, forgotten.port);
  const why = `it does not dial ${server} of ${forgotten.server.node} at ${place}`;
  world.report('machine/wrong-dial', from, { who: process.name, why });
}

/** A member of etcd lists the members of its first start; of those that came later it hears from the others. */
function expectedLinks(
  { secrets, node }: World,
  { component, server }: ClientEnd,
  links: readonly Link[],
): readonly Link[] {
  if (component !== 'etcd' || server !== 'etcd') return links;
  const names = [...new Set(links.map((link) => link.server.node))];
  const { members } = initialClusterOf(secrets.etcd, names, node.name);
  return links.filter((link) => members.includes(link.server.node));
}

function leadsTo({ text, host, port }: Target, link: Link): boolean {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1];
  const isTls = scheme === undefined || (scheme === 'https') === (link.ca !== undefined);
  return host === link.host && port === link.port && (isTls || link.ca === undefined);
}

function checkServer(world: World, end: ServerEnd, links: readonly Link[]): void {
  const { process, from, certificate, key, clientCa, open } = end;
  const who = process.name;
  const id = links.find((link) => link.serverCertificate !== undefined)?.serverCertificate;
  if (id === undefined) return;
  if (certificate === undefined || key === undefined) {
    world.report('machine/wrong-dial', from, { who, why: `it serves without ${id}` });
  } else checkPair(world, { process, id, certificate, key, from });
  const shown = links.filter(({ clientCertificate }) => clientCertificate !== undefined);
  const [first] = shown;
  if (first?.ca === undefined) return;
  if (clientCa === undefined || open !== undefined) {
    const why = `clients get in without a certificate${open === undefined ? '' : `: ${open}`}`;
    world.report('machine/wrong-dial', from, { who, why });
    return;
  }
  const ids = new Set(shown.flatMap(({ clientCertificate }) => clientCertificate ?? []));
  checkTrust(world, { process, path: clientCa, ca: first.ca, ids, toRoot: false, from });
}

/** Every identity that the plan gives a program of this node is shown by one. */
function checkSpokenFor(world: World, clients: readonly ClientEnd[], links: readonly Link[]): void {
  const missing = new Set<string>();
  for (const link of links) {
    const { component } = link.client;
    if (link.clientCertificate === undefined) continue;
    const isShown = clients.some((end) => end.certificate !== undefined && matches(end)(link));
    if (isShown || missing.has(link.clientCertificate)) continue;
    missing.add(link.clientCertificate);
    const why = `nothing shows ${link.clientCertificate} to ${link.server.component}`;
    world.report(
      'machine/wrong-dial',
      { component, path: world.node.path },
      { who: component, why },
    );
  }
}
