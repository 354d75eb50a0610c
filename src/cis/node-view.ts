import type { Machine } from '../machine/model.ts';
import { podPrefix } from '../machine/places.ts';
import type { Process } from '../machine/process.ts';
import { podProcesses, staticPods } from '../machine/static-pods.ts';
import { unitProcesses } from '../machine/unit-processes.ts';
import { readUnits } from '../machine/units.ts';
import { toText } from '../text/bytes.ts';
import { readYaml } from '../text/read-yaml.ts';
import { remember } from '../text/remember.ts';

/** Flags of a command line by name without dashes; of a repeated flag the values are joined by commas. */
export type Flags = ReadonlyMap<string, string>;

/** A program of the control plane as its static pod starts it. */
export interface PodView {
  readonly flags: Flags;
  /** Directories and files of the host that it may write to, as it sees them. */
  readonly writable: readonly string[];
}

/** One compiled node, as the checks of the benchmark look at it: only what really lies on it. */
export interface NodeView {
  readonly machine: Machine;
  /** The first program of the static pod of that name, when its manifest lies on the node. */
  pod(name: string): PodView | undefined;
  /** The flags that a unit of the node starts its program with. */
  service(unit: string): Flags | undefined;
  /** A file's documents, read as YAML; empty when it is not there. */
  documents(path: string): readonly unknown[];
}

/** A view of the machine that reads each part once. */
export function viewNode(machine: Machine): NodeView {
  const texts = new Map(machine.files.map(({ path, content }) => [path, content]));
  const processes = podProcesses(staticPods(machine));
  return {
    machine,
    documents: (path) => readYaml(toText(texts.get(path) ?? '') ?? '') ?? [],
    pod: remember((name) => {
      const process = processes.find((each) => each.name === `${podPrefix}${name}`);
      return process && viewPod(process);
    }, 16),
    service: remember((name) => {
      const units = readUnits({ units: machine.units.filter((unit) => unit.name === name) });
      const process = unitProcesses(units, machine).at(-1);
      return process && joinFlags(process);
    }, 16),
  };
}

function viewPod(process: Process): PodView {
  const writable = (process.mounts ?? []).filter(({ readOnly }) => !readOnly);
  return { flags: joinFlags(process), writable: writable.map(({ mountPath }) => mountPath) };
}

function joinFlags({ flags }: Process): Flags {
  return new Map([...flags].map(([name, values]) => [name, values.join(',')]));
}
