import { expression, literal, quoted, resourceName, terraformJson } from '../../text/terraform.ts';
import type { PackageMachine } from '../packager.ts';
import { templateKey } from './create-vms.ts';
import { guestinfoKeys } from './guestinfo.ts';

/** The machines for Terraform and OpenTofu (provider hashicorp/vsphere), cloned from templates. */
export function vsphereTerraform(machines: readonly PackageMachine[]): string {
  const distinct = (of: (machine: PackageMachine) => string) => [
    ...new Set(machines.map(of).sort()),
  ];
  const templates = distinct(templateKey);
  const networks = distinct(({ subnet }) => subnet);
  const map = (what: string, keys: readonly string[]) => ({
    type: 'map(string)',
    description: literal(`${what}, by: ${keys.join(', ')}`),
  });
  const each = { datacenter_id: expression('data.vsphere_datacenter.here.id') };
  return terraformJson({
    terraform: { required_providers: { vsphere: { source: 'hashicorp/vsphere' } } },
    variable: {
      datacenter: { type: 'string' },
      datastore: { type: 'string' },
      resource_pool: { type: 'string' },
      templates: map('Names of templates', templates),
      networks: map('Names of port groups', networks),
      cpus: { type: 'number', default: 4 },
      memory: { type: 'number', default: 8192, description: 'MiB' },
    },
    data: {
      vsphere_datacenter: { here: { name: expression('var.datacenter') } },
      vsphere_datastore: { here: { name: expression('var.datastore'), ...each } },
      vsphere_resource_pool: { here: { name: expression('var.resource_pool'), ...each } },
      vsphere_virtual_machine: {
        template: {
          for_each: expression('var.templates'),
          name: expression('each.value'),
          ...each,
        },
      },
      vsphere_network: {
        network: { for_each: expression('var.networks'), name: expression('each.value'), ...each },
      },
    },
    resource: {
      vsphere_virtual_machine: Object.fromEntries(
        machines.map((machine) => [resourceName(machine.name), virtualMachine(machine)]),
      ),
    },
  });
}

function virtualMachine(machine: PackageMachine): object {
  const { name, network, subnet } = machine;
  const template = `data.vsphere_virtual_machine.template[${quoted(templateKey(machine))}]`;
  const mac = network.mac === undefined ? {} : { use_static_mac: true, mac_address: network.mac };
  return {
    name: literal(name),
    resource_pool_id: expression('data.vsphere_resource_pool.here.id'),
    datastore_id: expression('data.vsphere_datastore.here.id'),
    num_cpus: expression('var.cpus'),
    memory: expression('var.memory'),
    guest_id: expression(`${template}.guest_id`),
    firmware: expression(`${template}.firmware`),
    network_interface: [
      { network_id: expression(`data.vsphere_network.network[${quoted(subnet)}].id`), ...mac },
    ],
    disk: [{ label: 'disk0', size: expression(`${template}.disks[0].size`) }],
    clone: [{ template_uuid: expression(`${template}.id`) }],
    extra_config: Object.fromEntries(
      guestinfoKeys(machine).flatMap(({ key, encoding }) => [
        [key, expression(`file("\${path.module}/${name}/${key}")`)],
        [`${key}.encoding`, encoding],
      ]),
    ),
  };
}
