import type { Machine } from '../machine/model.ts';

/** The list of a node's downloads, a line each (see `formatFetchPlan`). */
const planPath = '/etc/clusterseed/fetch.plan';

/** Units of `after` that run a program whose download differs; where it is fetched from does not count. */
export function unitsOfFetchedPrograms(before: Machine, after: Machine): string[] {
  const known = new Set(listDownloads(before).map(({ mark }) => mark));
  const changed = listDownloads(after).filter(({ mark }) => !known.has(mark));
  const paths = changed.flatMap((download) => download.paths);
  return after.units
    .filter(({ content = '' }) => {
      const words = content.split(/[\s"']+/).map((word) => word.replace(/^ExecStart=[-@:+!]*/, ''));
      return paths.some((path) => words.includes(path));
    })
    .map(({ name }) => name);
}

interface PlannedDownload {
  readonly mark: string;
  readonly paths: readonly string[];
}

function listDownloads({ files }: Machine): PlannedDownload[] {
  const plan = files.find(({ path }) => path === planPath)?.content ?? '';
  return String(plan)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const words = line.split(' ');
      const [, , , kind, target = '', members = ''] = words;
      const names = members.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1));
      const paths = kind === 'file' ? [target] : names.map((name) => `${target}/${name}`);
      return { mark: words.slice(0, 6).join(' '), paths };
    });
}
