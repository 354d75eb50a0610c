import { compareMachines, isUnchanged } from '../change/compare-machines.ts';
import { judgeChange } from '../change/judge-change.ts';
import type { Machine } from '../machine/model.ts';
import { listSecretValues } from '../pki/secret-values.ts';
import { sameContent } from '../text/bytes.ts';
import type { Build, BuiltNode } from './build.ts';
import { diffFiles, type Hidden, unitFiles } from './diff-files.ts';
import { type Causes, findCauses } from './find-causes.ts';
import type { BuildDiff, NodeDiff } from './node-diff.ts';
import { rolesOf } from './roles-of.ts';
import { settledReasons } from './settled-reasons.ts';

type Pair = readonly [before: Build, after: Build];
type Judged = Omit<NodeDiff, 'files' | 'causes'> & {
  readonly files: readonly Omit<NodeDiff['files'][number], 'causes'>[];
};

/**
 * Compares two builds node by node: what each node needs, which files differ and which settings caused it. Documents
 * that are the same bytes are not read. Throws when a document is none of ours.
 */
export function compareBuilds(before: Build, after: Build): BuildDiff {
  const builds: Pair = [before, after];
  const names = [...new Set([...before.nodes.keys(), ...after.nodes.keys()])].sort();
  const nodes = names.flatMap((name) => diffNode(name, builds));
  const changed = nodes.map(({ node }) => node);
  const causes =
    before.source && after.source ? findCauses(before.source, after.source, changed) : undefined;
  return {
    cluster: (after.source ?? before.source)?.cluster.name ?? after.name,
    before: before.name,
    after: after.name,
    nodes: nodes.map((node) => withCauses(node, causes)),
    unchanged: names.length - nodes.length,
    ...(causes === undefined ? {} : { settings: causes.settings }),
    secrets: compareFingerprints(builds),
  };
}

function withCauses(node: Judged, causes: Causes | undefined): NodeDiff {
  const files = node.files.map((file) => ({
    ...file,
    causes: causes?.of(node.node, file.path) ?? [],
  }));
  const own = node.change === 'changed' ? causes?.of(node.node) : causes?.ofPresence(node.node);
  return { ...node, files, causes: own ?? [] };
}

function diffNode(name: string, builds: Pair): Judged[] {
  const [old, now] = builds.map(({ nodes }) => nodes.get(name));
  if (old !== undefined && now !== undefined) return diffBoth(name, [old, now], builds);
  const node = old ?? now;
  if (node === undefined) return [];
  const build = old === undefined ? builds[1] : builds[0];
  const roles = rolesOf(name, build, () => readAny(node));
  return [{ node: name, roles, change: old === undefined ? 'added' : 'removed', files: [] }];
}

function diffBoth(name: string, [old, now]: readonly [BuiltNode, BuiltNode], builds: Pair) {
  const reasons = settledReasons(name, ...builds);
  if (old.digest === now.digest && reasons.length === 0) return [];
  const common = now.formats.find((format) => old.formats.includes(format));
  const machines: readonly [Machine, Machine] =
    common === undefined ? [readAny(old), readAny(now)] : [old.read(common), now.read(common)];
  const change = compareMachines(...machines);
  const moved = common === undefined ? ['its document has another format'] : [];
  if (isUnchanged(change) && reasons.length + moved.length === 0) return [];
  const verdict = judgeChange(...machines, change, [...moved, ...reasons]);
  const hidden: Hidden = {
    secretPaths: new Set([...old.secretPaths, ...now.secretPaths]),
    redactions: builds.flatMap(({ source }) =>
      source?.secrets === undefined ? [] : listSecretValues(source.secrets),
    ),
  };
  const paths = [...change.files, ...changedUnitFiles(machines)].sort();
  const files = diffFiles(machines, paths, hidden);
  const roles = rolesOf(name, builds[1], () => machines[1]);
  return [{ node: name, roles, change: 'changed' as const, verdict, files }];
}

function readAny(node: BuiltNode): Machine {
  const [format = 'cloud-init'] = node.formats;
  return node.read(format);
}

function changedUnitFiles(machines: readonly [Machine, Machine]): string[] {
  const [old, now] = machines.map(
    (machine) => new Map(unitFiles(machine).map(({ path, content }) => [path, content])),
  );
  const paths = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...paths].filter((path) => {
    const [first, second] = [old?.get(path), now?.get(path)];
    return first === undefined || second === undefined || !sameContent(first, second);
  });
}

function compareFingerprints([before, after]: Pair): BuildDiff['secrets'] {
  const names = Object.keys(after.fingerprints);
  const known = before.fingerprints;
  const turned = new Set([...Object.keys(before.rotations), ...Object.keys(after.rotations)]);
  const stages = [...turned].filter(
    (name) => JSON.stringify(before.rotations[name]) !== JSON.stringify(after.rotations[name]),
  );
  const changed = names.filter((name) => name in known && known[name] !== after.fingerprints[name]);
  return {
    changed: [...new Set([...stages, ...changed])],
    added: names.filter((name) => !(name in known)),
  };
}
