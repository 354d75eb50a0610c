import type { Machine, MachineFile, MachineUnit } from '../../../src/machine/model.ts';

/** A change to a good machine. */
export type Mutation = (machine: Machine) => Machine;

function must(found: boolean, what: string): void {
  if (!found) throw new Error(`the machine has no ${what}`);
}

/** The file at `path` with other fields. */
export function file(
  path: string,
  change: Partial<MachineFile> | ((file: MachineFile) => Partial<MachineFile>),
): Mutation {
  return (machine) => {
    must(
      machine.files.some((each) => each.path === path),
      path,
    );
    const edit = typeof change === 'function' ? change : () => change;
    const files = machine.files.map((each) =>
      each.path === path ? { ...each, ...edit(each) } : each,
    );
    return { ...machine, files };
  };
}

/** The machine without the file at `path`. */
export function dropFile(path: string): Mutation {
  return (machine) => {
    const files = machine.files.filter((each) => each.path !== path);
    must(files.length < machine.files.length, path);
    return { ...machine, files };
  };
}

/** The text of the file with `from` replaced; it must be there. */
export function text(path: string, from: string | RegExp, to: string): Mutation {
  return file(path, ({ content }) => {
    const changed = String(content).replace(from, to);
    must(changed !== content, `${from} in ${path}`);
    return { content: changed };
  });
}

/** The file with the content of another one. */
export function copied(path: string, other: string): Mutation {
  return (machine) => {
    const source = machine.files.find((each) => each.path === other);
    must(source !== undefined, other);
    return file(path, { content: source?.content ?? '' })(machine);
  };
}

/** The machine with one more file, like the one at `like`. */
export function addFile(like: string, change: Partial<MachineFile>): Mutation {
  return (machine) => {
    const model = machine.files.find((each) => each.path === like);
    if (model === undefined) throw new Error(`the machine has no ${like}`);
    return { ...machine, files: [...machine.files, { ...model, ...change }] };
  };
}

/** The unit with other fields. */
export function unit(name: string, change: Partial<MachineUnit>): Mutation {
  return (machine) => {
    must(
      machine.units.some((each) => each.name === name),
      name,
    );
    const units = machine.units.map((each) => (each.name === name ? { ...each, ...change } : each));
    return { ...machine, units };
  };
}

/** The text of the unit with `from` replaced; it must be there. */
export function unitText(name: string, from: string | RegExp, to: string): Mutation {
  return (machine) => {
    const { content = '' } = machine.units.find((each) => each.name === name) ?? {};
    const changed = content.replace(from, to);
    must(changed !== content, `${from} in ${name}`);
    return unit(name, { content: changed })(machine);
  };
}

/** The machine without the unit. */
export function dropUnit(name: string): Mutation {
  return (machine) => {
    const units = machine.units.filter((each) => each.name !== name);
    must(units.length < machine.units.length, name);
    return { ...machine, units };
  };
}

/** The manifest of a static pod with `from` replaced. */
export function pod(name: string, from: string | RegExp, to: string): Mutation {
  return text(`/etc/kubernetes/manifests/${name}.yaml`, from, to);
}

/** The static pod without the mount of `path`. */
export function dropMount(name: string, path: string): Mutation {
  const lines = `    - name: [a-z0-9-]+\n      mountPath: ${path}\n(?:      readOnly: true\n)?`;
  return pod(name, new RegExp(lines), '');
}
