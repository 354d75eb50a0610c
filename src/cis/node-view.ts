import { loadAll, YAMLException } from 'js-yaml';
import type { Machine } from '../machine/model.ts';
import { parseUnit } from '../machine/parse-unit.ts';
import { toText } from '../text/bytes.ts';
import { splitExec } from '../text/split-exec.ts';
import { listAt, valueAt } from '../text/tree.ts';

/** Flags of a command line by name without dashes; of a repeated flag the values are joined by commas. */
export type Flags = ReadonlyMap<string, string>;

/** A program of the control plane as its static pod starts it. */
export interface PodView {
  readonly flags: Flags;
  /** Directories and files of the host that it may write to. */
  readonly writable: readonly string[];
}

/** One compiled node, as the checks of the benchmark look at it: only what really lies on it. */
export interface NodeView {
  readonly machine: Machine;
  /** The static pod of that name, when its manifest lies on the node. */
  pod(name: string): PodView | undefined;
  /** The flags that a unit of the node starts its program with. */
  service(unit: string): Flags | undefined;
  /** A file's documents, read as YAML; empty when it is not there. */
  documents(path: string): readonly unknown[];
}

export const manifestDirectory = '/etc/kubernetes/manifests';

/** A view of the machine that reads each file once. */
export function viewNode(machine: Machine): NodeView {
  const texts = new Map(machine.files.map(({ path, content }) => [path, toText(content) ?? '']));
  const documents = remember((path: string) => readYaml(texts.get(path) ?? ''));
  const pods = new Map<string, PodView>();
  for (const path of texts.keys()) {
    if (!path.startsWith(`${manifestDirectory}/`)) continue;
    for (const pod of documents(path)) {
      const name = valueAt(pod, 'metadata', 'name');
      if (typeof name === 'string') pods.set(name, viewPod(pod));
    }
  }
  return {
    machine,
    documents,
    pod: (name) => pods.get(name),
    service: remember((unit: string) => serviceFlags(machine, unit)),
  };
}

function remember<Value>(read: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (name) => {
    const found = known.get(name) ?? { value: read(name) };
    known.set(name, found);
    return found.value;
  };
}

function viewPod(pod: unknown): PodView {
  const [container] = listAt(pod, 'spec', 'containers');
  const words = ['command', 'args'].flatMap((key) => listAt(container, key).map(String));
  const hostPaths = new Map(
    listAt(pod, 'spec', 'volumes').map((volume) => [
      valueAt(volume, 'name'),
      valueAt(volume, 'hostPath', 'path'),
    ]),
  );
  const writable = listAt(container, 'volumeMounts')
    .filter((mount) => valueAt(mount, 'readOnly') !== true)
    .filter((mount) => typeof hostPaths.get(valueAt(mount, 'name')) === 'string')
    .map((mount) => String(valueAt(mount, 'mountPath')));
  return { flags: readFlags(words.slice(1)), writable };
}

/** The last ExecStart counts, and an empty one forgets those before it (systemd.service(5)). */
function serviceFlags({ units }: Machine, name: string): Flags | undefined {
  const unit = units.find((candidate) => candidate.name === name);
  if (unit?.content === undefined) return undefined;
  const texts = [unit.content, ...unit.dropIns.map(({ content }) => content)];
  const command = texts
    .flatMap(parseUnit)
    .findLast(({ section, key, value }) => section === 'Service' && key === 'ExecStart' && value);
  return command && readFlags(splitExec(command.value).slice(1));
}

function readFlags(words: readonly string[]): Flags {
  const flags = new Map<string, string>();
  for (const word of words) {
    const [, name, value = 'true'] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) continue;
    const before = flags.get(name);
    flags.set(name, before === undefined ? value : `${before},${value}`);
  }
  return flags;
}

function readYaml(text: string): unknown[] {
  try {
    return loadAll(text);
  } catch (error) {
    if (error instanceof YAMLException) return [];
    throw error;
  }
}
