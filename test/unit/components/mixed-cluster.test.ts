import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { releases } from '../../../src/artifacts/catalogue.ts';
import { findChecksum } from '../../../src/artifacts/checksums.ts';
import { checkProfile } from '../../../src/compile.ts';
import type { Machine } from '../../../src/machine/model.ts';
import { planFixture, shippedProfile } from '../../fixtures/cluster.ts';
import { mixedMachines } from '../../fixtures/compiled.ts';

const machines = mixedMachines();
const { nodes } = planFixture(shippedProfile('mixed.yaml'));
const named = (name: string) => machines.find((machine) => machine.name === name);

const immutable = ['flatcar', 'fedora-coreos'];
const binDirOf = ({ os }: Machine) => (immutable.includes(os) ? '/opt/bin' : '/usr/local/bin');

const isRelease = (name: string): name is keyof typeof releases => Object.hasOwn(releases, name);

/** The text of the file at `path`. */
function textAt(machine: Machine, path: string): string {
  return String(machine.files.find((file) => file.path === path)?.content);
}

describe('profiles/mixed.yaml', () => {
  it('has nothing wrong that it does not accept, on two architectures and five systems', () => {
    const { name, sources } = shippedProfile('mixed.yaml');
    const { diagnostics } = checkProfile(name, sources);
    expect(diagnostics.all).toEqual([]);
    expect(new Set(machines.map(({ arch }) => arch)).size).toBe(2);
    expect(new Set(machines.map(({ os }) => os)).size).toBe(5);
  });

  it.each(machines.map((machine) => [machine.name, machine] as const))(
    '%s downloads programs of its architecture, by their published SHA-256, to where its system has them',
    (_, machine) => {
      for (const { name, version, sha256, urls, placement } of machine.downloads) {
        if (!isRelease(name)) throw new Error(`${name} is no release`);
        const { arch } = machine;
        expect([name, sha256]).toEqual([name, findChecksum({}, name, version, arch)]);
        expect(urls).toEqual([
          `${releases[name].folder(version, arch)}/${releases[name].file(version, arch)}`,
        ]);
        const other = arch === 'amd64' ? 'arm64' : 'amd64';
        expect(urls.join(' ')).not.toContain(other);
        const place = placement.kind === 'file' ? placement.path : placement.directory;
        const expected = name === 'cni-plugins' ? '/opt/cni/bin' : binDirOf(machine);
        expect(place === expected || place.startsWith(`${expected}/`)).toBe(true);
      }
    },
  );

  it('starts programs where they were put, on every system', () => {
    for (const machine of machines) {
      const unit = machine.units.find(({ name }) => name === 'kubelet.service');
      if (unit === undefined) continue;
      expect(unit.content).toContain(`ExecStart=${binDirOf(machine)}/kubelet`);
    }
  });

  it('names no architecture in an image: the tags are lists for every one', () => {
    const images = new Set(machines.flatMap((machine) => machine.images));
    expect(images.size).toBeGreaterThan(5);
    for (const image of images) expect(image).not.toMatch(/amd64|arm64/);
    const [controllers, arm] = ['mixed-ctrl-1', 'mixed-ctrl-3'].map((name) => named(name)?.images);
    expect(arm).toEqual(controllers);
  });

  it('configures all kubelets of workers alike, but for where an immutable system keeps its plugins', () => {
    const configurations = machines
      .filter(({ name }) => name.startsWith('mixed-worker-'))
      .map((machine) => {
        const text = textAt(machine, '/etc/kubernetes/kubelet.yaml');
        const { volumePluginDir, ...rest } = load(text) as Record<string, unknown>;
        const own = immutable.includes(machine.os);
        expect(volumePluginDir).toBe(own ? '/var/lib/kubelet/volumeplugins' : undefined);
        return rest;
      });
    for (const configuration of configurations) expect(configuration).toEqual(configurations[0]);
  });

  it('gives each system the document that it reads, and one machine both', () => {
    const formats = Object.fromEntries(nodes.map((node) => [node.name, node.formats]));
    expect(formats).toMatchObject({
      'mixed-frontend-1': ['cloud-init'],
      'mixed-frontend-2': ['ignition'],
      'mixed-worker-2': ['cloud-init'],
      'mixed-worker-4': ['ignition'],
      'mixed-worker-5': ['ignition'],
      'mixed-worker-6': ['cloud-init', 'ignition'],
    });
  });
});
