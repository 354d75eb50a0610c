import type { MachinePart } from '../../machine/model.ts';
import { operatingSystem } from '../../plan/operating-systems.ts';
import { type Component, type ComponentInput, originOf } from '../component.ts';
import { rootDirectory, rootFile } from '../root-file.ts';
import { formatFetchPlan } from './fetch-plan.ts';
import { fetchScript } from './fetch-script.ts';
import { packagesScript } from './packages-script.ts';
import { runDirectory, scriptDirectory, stateDirectory } from './paths.ts';
import { postingOf } from './posting.ts';
import { programUnits } from './program-units.ts';
import { reportScriptFor } from './report-script.ts';
import { scriptUnit } from './script-unit.ts';
import { stepLines } from './steps.ts';

/**
 * What brings the others to life: the downloader with the plan of everything they download, the installer of
 * their packages, and the report of how far the node has come.
 */
export function firstBootOf(others: readonly Component[]): Component {
  return {
    name: 'first-boot',
    contribute(input): MachinePart {
      const parts = others.map((component) => component.contribute(input));
      const downloads = parts.flatMap((part) => part.downloads ?? []);
      const packages = [...new Set(parts.flatMap((part) => part.packages ?? []))].sort();
      const pieces = [
        ...(downloads.length > 0 ? [fetching(input, formatFetchPlan(downloads))] : []),
        ...(packages.length > 0 ? [installing(input, packageLines(packages, parts, input))] : []),
        ...postingOf(input),
        reporting(input, { packages: packages.length > 0, downloads: downloads.length > 0 }),
      ];
      return {
        directories: [rootDirectory(originOf('first-boot', input.node), stateDirectory)],
        files: pieces.flatMap((piece) => piece.files ?? []),
        units: pieces.flatMap((piece) => piece.units ?? []),
      };
    },
  };
}

function fetching({ cluster, node }: ComponentInput, plan: string): MachinePart {
  const from = originOf('first-boot', node);
  const path = `${scriptDirectory}/fetch.plan`;
  const { files, units } = scriptUnit(from, node, {
    name: 'fetch',
    description: 'Fetch the programs of this node',
    script: fetchScript,
    args: [path, stateDirectory, runDirectory, '60'],
    type: 'oneshot',
    before: programUnits(cluster, node),
    after: ['clusterseed-time.service'],
    online: true,
  });
  return { files: [...files, rootFile(from, path, plan)], units };
}

function installing({ node }: ComponentInput, lines: readonly string[]): MachinePart {
  const from = originOf('first-boot', node);
  const path = `${scriptDirectory}/packages`;
  const { files, units } = scriptUnit(from, node, {
    name: 'packages',
    description: 'Install the packages of this node',
    script: packagesScript,
    args: [path, runDirectory, '/usr/sbin/policy-rc.d'],
    type: 'oneshot',
    online: true,
  });
  return { files: [...files, rootFile(from, path, lines.join(''))], units };
}

/** Packages, and the units to enable that are not ours: their package may have to come first. */
function packageLines(
  packages: readonly string[],
  parts: readonly MachinePart[],
  { node }: ComponentInput,
): string[] {
  const all = parts.flatMap((part) => part.units ?? []);
  const whole = new Set(all.flatMap(({ name, content }) => (content === undefined ? [] : [name])));
  const foreign = all.filter(({ name, enabled }) => enabled === true && !whole.has(name));
  const names = operatingSystem(node.os).packageManager === 'apt' ? foreign : [];
  return [
    ...packages.map((name) => `package ${name}\n`),
    ...[...new Set(names.map(({ name }) => name))].sort().map((name) => `unit ${name}\n`),
  ];
}

function reporting(
  { cluster, node }: ComponentInput,
  found: { readonly packages: boolean; readonly downloads: boolean },
): MachinePart {
  const from = originOf('first-boot', node);
  const path = `${scriptDirectory}/steps`;
  const { files, units } = scriptUnit(from, node, {
    name: 'report',
    description: 'Report how far the first boot has come',
    script: reportScriptFor(cluster.version),
    args: [node.name, path, runDirectory, '/dev/console'],
    type: 'simple',
  });
  const lines = stepLines(cluster, node, found).map((line) => `${line}\n`);
  return { files: [...files, rootFile(from, path, lines.join(''))], units };
}
