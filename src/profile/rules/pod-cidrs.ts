import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { type Cidr, cidrsOverlap, parseCidr } from '../../net/address.ts';
import { machinesOf } from './machines-of.ts';
import type { Rule } from './rule.ts';

interface Given {
  readonly label: string;
  readonly podCidr: string;
  readonly network: Cidr;
  readonly path: Path;
}

/** A machine's own podCidr is a part of the pod network, apart from the others', and used by the plugin. */
export const checkPodCidrs: Rule = ({ profile }, diagnostics) => {
  const pods = profile.network?.pods;
  const plugin = profile.network?.plugin;
  const given = machinesOf(profile).flatMap(({ machine: { podCidr }, path, label }): Given[] =>
    podCidr === undefined
      ? []
      : [{ label, podCidr, network: parseCidr(podCidr), path: [...path, 'podCidr'] }],
  );
  for (const { podCidr, network, path } of given) {
    if (pods !== undefined && !isInside(network, parseCidr(pods))) {
      diagnostics.report('profile/pod-cidr-outside', path, { podCidr, pods });
    }
    if (plugin !== undefined && plugin !== 'routes') {
      const args = {
        setting: 'podCidr',
        because: 'only the plugin “routes” takes pod networks from the profile',
      };
      diagnostics.report('profile/no-effect', path, args, { onKey: true });
    }
  }
  reportOverlaps(given, diagnostics);
};

/** One sweep from the lowest address: each network is compared with the one so far that reaches furthest. */
function reportOverlaps(given: readonly Given[], diagnostics: Collector): void {
  let furthest: Given | undefined;
  for (const one of given.toSorted((a, b) => (a.network.first < b.network.first ? -1 : 1))) {
    if (furthest !== undefined && cidrsOverlap(furthest.network, one.network)) {
      const [first, second] = inProfileOrder(furthest, one, given);
      diagnostics.report('profile/pod-cidr-overlap', second.path, {
        podCidr: second.podCidr,
        other: first.podCidr,
        machine: first.label,
      });
    }
    if (furthest === undefined || one.network.last > furthest.network.last) furthest = one;
  }
}

function inProfileOrder(a: Given, b: Given, given: readonly Given[]): readonly [Given, Given] {
  return given.indexOf(a) < given.indexOf(b) ? [a, b] : [b, a];
}

function isInside(inner: Cidr, outer: Cidr): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}
