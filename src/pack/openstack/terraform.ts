import type { IngressRule } from '../../net/ingress-rule.ts';
import { expression, literal, quoted, resourceName, terraformJson } from '../../text/terraform.ts';
import { documentFile } from '../document-file.ts';
import type { MachineGroup, PackageMachine } from '../packager.ts';
import { familyOf } from './family.ts';
import { imageKey, openStackSettings } from './openstack-settings.ts';

/**
 * The security groups, ports and servers for Terraform and OpenTofu (provider terraform-provider-openstack/openstack).
 * The provider takes a document in base64 as it is, so documents may be compressed.
 */
export function openStackTerraform(
  machines: readonly PackageMachine[],
  { groups }: { readonly groups: readonly MachineGroup[] },
): string {
  const source = 'terraform-provider-openstack/openstack';
  return terraformJson({
    terraform: { required_providers: { openstack: { source } } },
    variable: variables(machines),
    resource: {
      openstack_networking_secgroup_v2: Object.fromEntries(
        groups.map(({ name }) => [resourceName(name), { name: literal(name) }]),
      ),
      openstack_networking_secgroup_rule_v2: Object.fromEntries(
        groups.flatMap((group) => rules(group, familyOf(group, machines))),
      ),
      openstack_networking_port_v2: Object.fromEntries(
        machines.map((machine) => [resourceName(machine.name), port(machine)]),
      ),
      openstack_compute_instance_v2: Object.fromEntries(
        machines.map((machine) => [resourceName(machine.name), instance(machine)]),
      ),
    },
  });
}

function variables(machines: readonly PackageMachine[]): object {
  const { images, groups, subnets } = openStackSettings(machines);
  const map = (what: string, keys: readonly string[]) => ({
    type: 'map(string)',
    description: literal(`${what}, by: ${keys.join(', ')}`),
  });
  return {
    images: map('Names of images', images),
    flavors: map('Names of flavors', groups),
    networks: map('IDs of networks', subnets),
    subnets: map('IDs of subnets', subnets),
    clients: {
      type: 'string',
      description: 'Network that may use the API, 0.0.0.0/0 for everybody',
    },
  };
}

function groupIdOf(name: string): string {
  return expression(`openstack_networking_secgroup_v2.${resourceName(name)}.id`);
}

function rules({ name, rules }: MachineGroup, family: 4 | 6): [string, object][] {
  return rules.map((rule, index) => [
    `${resourceName(name)}-${String(index).padStart(2, '0')}`,
    {
      direction: 'ingress',
      ethertype: `IPv${family}`,
      description: literal(rule.why),
      security_group_id: groupIdOf(name),
      ...(rule.protocol === undefined ? {} : { protocol: rule.protocol }),
      ...(rule.port === undefined ? {} : { port_range_min: rule.port, port_range_max: rule.port }),
      ...sender(rule),
    },
  ]);
}

function sender({ from }: IngressRule): object {
  if ('clients' in from) return { remote_ip_prefix: expression('var.clients') };
  if ('group' in from) return { remote_group_id: groupIdOf(from.group) };
  return { remote_ip_prefix: from.network };
}

function port({ name, group, subnet, address, network, sendsFor }: PackageMachine): object {
  return {
    name: literal(name),
    network_id: expression(`var.networks[${quoted(subnet)}]`),
    fixed_ip: [{ subnet_id: expression(`var.subnets[${quoted(subnet)}]`), ip_address: address }],
    security_group_ids: [groupIdOf(group)],
    ...(network.mac === undefined ? {} : { mac_address: network.mac }),
    ...(sendsFor.length === 0
      ? {}
      : { allowed_address_pairs: sendsFor.map((pods) => ({ ip_address: pods })) }),
  };
}

function instance(machine: PackageMachine): object {
  const file = `\${path.module}/${documentFile(machine)}`;
  return {
    name: literal(machine.name),
    image_name: expression(`var.images[${quoted(imageKey(machine))}]`),
    flavor_name: expression(`var.flavors[${quoted(machine.group)}]`),
    user_data: expression(`filebase64("${file}")`),
    network: [
      { port: expression(`openstack_networking_port_v2.${resourceName(machine.name)}.id`) },
    ],
  };
}
