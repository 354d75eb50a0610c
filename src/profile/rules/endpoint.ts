import type { Collector } from '../../diagnostics/collector.ts';
import { isAddress, normalizeAddress, splitHostPort } from '../../net/address.ts';
import type { ProfileDraft } from '../draft.ts';
import { addressOf, machinesWithRole, type PlacedMachine, rolesAreKnown } from './machines-of.ts';
import type { Rule } from './rule.ts';

const path = ['endpoint'];

/** Somebody answers at the endpoint: a frontend, without one a controller, or a balancer of the site. */
export const checkEndpoint: Rule = ({ profile }, diagnostics) => {
  if (profile.endpoint === undefined || !rolesAreKnown(profile)) return;
  const { host, port } = splitHostPort(profile.endpoint);
  const frontends = machinesWithRole(profile, 'frontend');
  const role = frontends.length > 0 ? 'frontend' : 'controller';
  const machines = frontends.length > 0 ? frontends : machinesWithRole(profile, 'controller');
  if (machines.length === 0) return;
  checkHost(profile, host, role, machines, diagnostics);
  const expected = profile.kubernetes?.apiServer?.port;
  const balanced = frontends.length > 0 || profile.endpointAddress !== undefined;
  if (!balanced && expected !== undefined && port !== expected) {
    diagnostics.report('profile/endpoint-port', path, { port, expected });
  }
};

function checkHost(
  profile: ProfileDraft,
  host: string,
  role: string,
  machines: readonly PlacedMachine[],
  diagnostics: Collector,
): void {
  const addresses = machines.flatMap(({ machine }) => addressOf(machine)?.address ?? []);
  if (addresses.length < machines.length) return;
  const known = new Set(addresses.map(normalizeAddress));
  const declared = profile.endpointAddress;
  if (isAddress(host)) {
    const isDeclared =
      declared !== undefined && normalizeAddress(declared) === normalizeAddress(host);
    if (isDeclared || known.has(normalizeAddress(host))) return;
    diagnostics.report('profile/endpoint-unreachable', path, { host, role, candidates: addresses });
    return;
  }
  const owner = (profile.machines ?? []).find((machine) => machine?.name === host);
  const isOther = owner !== undefined && !machines.some(({ machine }) => machine === owner);
  if (isOther && declared === undefined) {
    const candidates = machines.flatMap(({ machine }) => machine.name ?? []);
    diagnostics.report('profile/endpoint-unreachable', path, { host, role, candidates });
  } else if (owner === undefined && declared === undefined && machines.length > 1) {
    diagnostics.report('profile/endpoint-unresolved', path, { host });
  }
}
