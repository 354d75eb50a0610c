import type { Machine } from '../machine/model.ts';
import { podAt, podPrefix } from '../machine/places.ts';

/** Files that a program reads although no unit of ours names them. */
const foreignReaders: readonly (readonly [start: string, unit: string])[] = [
  ['/etc/haproxy/', 'haproxy.service'],
  ['/etc/containerd/config.toml', 'containerd.service'],
  ['/etc/sysctl.d/', 'systemd-sysctl.service'],
  ['/etc/modules-load.d/', 'systemd-modules-load.service'],
  ['/etc/systemd/timesyncd.conf.d/', 'systemd-timesyncd.service'],
  ['/etc/chrony.conf', 'chronyd.service'],
];

/** Where a unit looks for programs is nothing that it reads. */
const searchPath = /^Environment="?PATH=.*$/gm;

interface Reader {
  /** `etcd.service`, or `static pod kube-apiserver`. */
  readonly name: string;
  readonly mentions: ReadonlySet<string>;
}

/**
 * Says which units and static pods of a machine read a file: they name it, or its directory, or a file of the
 * machine that names it. What the kubelet starts from a manifest is not the kubelet's reading.
 */
export function readersOf(machine: Machine): (path: string) => string[] {
  const readers = listReaders(machine);
  const mentionedBy = new Map<string, string[]>();
  for (const { path, content } of machine.files) {
    if (typeof content !== 'string' || podAt(path) !== undefined) continue;
    for (const mention of mentionsIn(content)) {
      mentionedBy.set(mention, [...(mentionedBy.get(mention) ?? []), path]);
    }
  }
  return (path) => {
    const names = new Set<string>();
    const seen = new Set<string>();
    collect(path, { readers, mentionedBy, names, seen });
    return [...names].sort();
  };
}

interface Search {
  readonly readers: readonly Reader[];
  readonly mentionedBy: ReadonlyMap<string, readonly string[]>;
  readonly names: Set<string>;
  readonly seen: Set<string>;
}

function collect(path: string, search: Search): void {
  if (search.seen.has(path)) return;
  search.seen.add(path);
  const pod = podName(path);
  if (pod !== undefined) {
    search.names.add(pod);
    return;
  }
  const places = [path, directoryOf(path)];
  const direct = search.seen.size === 1;
  for (const { name, mentions } of search.readers) {
    const reads = places.some((place) => mentions.has(place));
    if (reads && (direct || !startsAnew(name))) search.names.add(name);
  }
  for (const [start, unit] of foreignReaders) {
    if (path.startsWith(start)) search.names.add(unit);
  }
  for (const place of places) {
    for (const file of search.mentionedBy.get(place) ?? []) collect(file, search);
  }
}

/** Our own scripts start their programs anew each time: what those read by themselves needs no restart. */
function startsAnew(name: string): boolean {
  return name.startsWith('clusterseed-');
}

function listReaders({ units, files }: Machine): Reader[] {
  return [
    ...units.map(({ name, content = '', dropIns }) => ({
      name,
      mentions: mentionsIn(
        [content, ...dropIns.map((dropIn) => dropIn.content)].join('\n').replaceAll(searchPath, ''),
      ),
    })),
    ...files.flatMap(({ path, content }) => {
      const name = podName(path);
      return name === undefined ? [] : [{ name, mentions: mentionsIn(String(content)) }];
    }),
  ];
}

/** The reader that a manifest makes, `static pod kube-apiserver`; of another path undefined. */
export function podName(path: string): string | undefined {
  const pod = podAt(path);
  return pod === undefined ? undefined : `${podPrefix}${pod}`;
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Every absolute path that a text names. */
function mentionsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/\/[\w@%+.-]+(?:\/[\w@%+.-]+)*/g) ?? []);
}
