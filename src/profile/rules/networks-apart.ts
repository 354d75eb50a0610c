import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { type Cidr, cidrsOverlap, formatCidr, parseCidr, subnetAt } from '../../net/address.ts';
import type { ProfileDraft } from '../draft.ts';
import { addressOf, machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

interface Range {
  readonly what: string;
  readonly network: Cidr;
  readonly path: Path;
}

/** Services, pods, the subnets and the machines' own networks must share no address. */
export const checkNetworksApart: Rule = ({ profile }, diagnostics) => {
  const inner = innerRanges(profile);
  const subnets = subnetRanges(profile);
  const ranges = [...inner, ...subnets];
  for (const [index, range] of ranges.entries()) {
    const other = ranges
      .slice(0, index)
      .find(({ network }) => cidrsOverlap(range.network, network));
    if (other !== undefined) report(range, other, ranges, diagnostics);
  }
  const seen = new Set(subnets.map(({ network }) => formatCidr(network)));
  for (const { machine, path, label } of machinesOf(profile)) {
    const network = addressOf(machine)?.network;
    if (network === undefined || seen.has(formatCidr(network))) continue;
    seen.add(formatCidr(network));
    const range = { what: `the network of ${label},`, network, path: [...path, 'address'] };
    const other = inner.find((each) => cidrsOverlap(network, each.network));
    if (other !== undefined) report(range, other, [], diagnostics);
  }
};

function innerRanges({ network }: ProfileDraft): Range[] {
  const ranges: Range[] = [];
  if (network?.services !== undefined) {
    const path = ['network', 'services'];
    ranges.push({ what: 'the service network', network: parseCidr(network.services), path });
  }
  if (network?.pods !== undefined) {
    const path = ['network', 'pods'];
    ranges.push({ what: 'the pod network', network: parseCidr(network.pods), path });
  }
  return ranges;
}

function subnetRanges({ network }: ProfileDraft): Range[] {
  return (network?.subnets ?? []).flatMap((subnet, index) =>
    subnet?.cidr === undefined
      ? []
      : [
          {
            what: 'the subnet',
            network: parseCidr(subnet.cidr),
            path: ['network', 'subnets', index, 'cidr'],
          },
        ],
  );
}

function report(range: Range, other: Range, all: readonly Range[], diagnostics: Collector): void {
  const mayMove = range.path[1] === 'pods';
  diagnostics.report('profile/cidr-overlap', range.path, {
    what: range.what,
    cidr: formatCidr(range.network),
    other: other.what,
    otherCidr: formatCidr(other.network),
    free: mayMove ? findFree(range.network, all) : undefined,
  });
}

/** A private IPv4 network of the same size as `network` that shares nothing with the others (RFC 1918). */
function findFree(network: Cidr, all: readonly Range[]): string | undefined {
  if (network.family !== 4 || network.prefix < 9) return undefined;
  const home = parseCidr('10.0.0.0/8');
  const count = Math.min(2 ** (network.prefix - 8), 65_536);
  for (let index = count - 1; index > 0; index -= 1) {
    const candidate = subnetAt(home, network.prefix, BigInt(index));
    const taken = all.some((each) => cidrsOverlap(candidate, each.network));
    if (!taken) return formatCidr(candidate);
  }
  return undefined;
}
