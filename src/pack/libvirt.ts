import { element, toXml, type XmlElement } from '../text/xml.ts';
import { seedIso } from './nocloud.ts';
import type { PackageMachine, Packager } from './packager.ts';

/** libvirt's default storage pool; the package's folder goes there as `<cluster>`. */
const pool = '/var/lib/libvirt/images';

/**
 * A domain for each machine, and what it boots from: a seed disk for cloud-init; Ignition's config, which QEMU hands
 * over as opt/com.coreos/config. The domains expect the package's folder at /var/lib/libvirt/images/<cluster>, with the
 * system's disk beside each as `<node>/disk.qcow2`, and the network `default`.
 */
export const libvirt: Packager = {
  formats: ['cloud-init', 'ignition'],
  packNode: (node, { cluster }) => [
    node.format === 'ignition'
      ? { path: `${node.name}/config.ign`, content: node.document, kind: 'secret' }
      : { path: `${node.name}/seed.iso`, content: seedIso(node), kind: 'secret' },
    {
      path: `${node.name}/domain.xml`,
      content: toXml(domain(node, `${pool}/${cluster}/${node.name}`)),
      kind: 'public',
    },
  ],
  packCluster: () => [],
};

/** A domain as libvirt's schema has it (libvirt.org, "Domain XML format"). */
function domain(machine: PackageMachine, folder: string): XmlElement {
  const { name, arch, format } = machine;
  const type = arch === 'arm64' ? 'aarch64' : 'x86_64';
  const ignition = format === 'ignition';
  const os = [
    element('type', { arch: type, machine: arch === 'arm64' ? 'virt' : 'q35' }, ['hvm']),
    element('boot', { dev: 'hd' }),
  ];
  return element('domain', { type: 'kvm' }, [
    element('name', {}, [name]),
    element('memory', { unit: 'MiB' }, ['4096']),
    element('vcpu', {}, ['2']),
    ...(ignition ? [firmwareConfig(folder)] : []),
    element('os', arch === 'arm64' ? { firmware: 'efi' } : {}, os),
    element('features', {}, [element('acpi')]),
    element('cpu', { mode: 'host-passthrough' }),
    element('devices', {}, devices(machine, folder)),
  ]);
}

function firmwareConfig(folder: string): XmlElement {
  const entry = { name: 'opt/com.coreos/config', file: `${folder}/config.ign` };
  return element('sysinfo', { type: 'fwcfg' }, [element('entry', entry)]);
}

function devices({ format, network }: PackageMachine, folder: string): XmlElement[] {
  const disk = element('disk', { type: 'file', device: 'disk' }, [
    element('driver', { name: 'qemu', type: 'qcow2' }),
    element('source', { file: `${folder}/disk.qcow2` }),
    element('target', { dev: 'vda', bus: 'virtio' }),
  ]);
  const seed = element('disk', { type: 'file', device: 'cdrom' }, [
    element('driver', { name: 'qemu', type: 'raw' }),
    element('source', { file: `${folder}/seed.iso` }),
    element('target', { dev: 'sda', bus: 'scsi' }),
    element('readonly'),
  ]);
  const { mac } = network;
  return [
    disk,
    ...(format === 'ignition'
      ? []
      : [element('controller', { type: 'scsi', model: 'virtio-scsi' }), seed]),
    element('interface', { type: 'network' }, [
      ...(mac === undefined ? [] : [element('mac', { address: mac })]),
      element('source', { network: 'default' }),
      element('model', { type: 'virtio' }),
    ]),
    element('console', { type: 'pty' }, [element('target', { type: 'serial', port: '0' })]),
    element('rng', { model: 'virtio' }, [
      element('backend', { model: 'random' }, ['/dev/urandom']),
    ]),
  ];
}
