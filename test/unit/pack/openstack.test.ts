import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { iccFixture } from '../../fixtures/cluster.ts';
import { packagesOf, textOf, withMacs } from '../../fixtures/packaged.ts';

const icc = await iccFixture(withMacs);
const files = packagesOf(icc, ['openstack']);
const routed = packagesOf(
  await iccFixture((text) => text.replace('plugin: flannel', 'plugin: routes')),
  ['openstack'],
);
const terraform = JSON.parse(textOf(files, 'packages/openstack/main.tf.json'));
const heat = load(textOf(files, 'packages/openstack/heat.yaml')) as {
  resources: Record<string, { type: string; properties: { readonly user_data?: unknown } }>;
};

describe('the OpenStack package', () => {
  it('keeps documents from others, as text', () => {
    const documents = [...files.values()].filter(({ path }) => path.endsWith('/user-data'));
    expect(documents).toHaveLength(icc.cluster.nodes.length);
    for (const { mode, secret, bytes } of documents) {
      expect({ mode, secret }).toEqual({ mode: 0o600, secret: true });
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      expect(text.startsWith('#cloud-config\n') || text.startsWith('MIME-Version: 1.0\n')).toBe(
        true,
      );
    }
    expect(files.get('packages/openstack/create-servers.sh')?.mode).toBe(0o755);
  });

  it('lets in what the links say, and nothing else', () => {
    const rules = Object.values(terraform.resource.openstack_networking_secgroup_rule_v2).map(
      (rule) => {
        const { security_group_id, protocol, port_range_min, remote_group_id, remote_ip_prefix } =
          rule as Record<string, unknown>;
        const name = (id: unknown) => String(id).replace(/^.*v2\.(.*)\.id}$/, '$1');
        const from = remote_group_id === undefined ? remote_ip_prefix : name(remote_group_id);
        return `${name(security_group_id)} ${protocol}/${port_range_min} ${from}`;
      },
    );
    expect(rules.sort()).toEqual([
      'icc-controller tcp/10250 icc-controller',
      'icc-controller tcp/6443 icc-controller',
      'icc-controller tcp/6443 icc-frontend',
      'icc-controller tcp/6443 icc-worker',
      'icc-controller udp/8472 icc-controller',
      'icc-controller udp/8472 icc-worker',
      'icc-etcd tcp/2379 icc-controller',
      'icc-etcd tcp/2380 icc-etcd',
      `icc-frontend tcp/443 \${var.clients}`,
      'icc-frontend tcp/443 icc-controller',
      'icc-frontend tcp/443 icc-worker',
      'icc-worker tcp/10250 icc-controller',
      'icc-worker udp/8472 icc-controller',
      'icc-worker udp/8472 icc-worker',
    ]);
  });

  it('lets a routed pod network through the ports', () => {
    const { resource } = JSON.parse(textOf(routed, 'packages/openstack/main.tf.json'));
    const pods = icc.cluster.profile.network.pods;
    expect(
      resource.openstack_networking_port_v2['icc-worker-1'].allowed_address_pairs,
    ).toHaveLength(1);
    expect(
      resource.openstack_networking_port_v2['icc-etcd-1'].allowed_address_pairs,
    ).toBeUndefined();
    const script = textOf(routed, 'packages/openstack/create-servers.sh');
    expect(script).toContain(`--protocol any --description 'pods to pods' --remote-ip ${pods}`);
    expect(script).toContain("--allowed-address 'ip-address=10.200.");
  });

  it('names every machine with its address, MAC address and document in all three', () => {
    const script = textOf(files, 'packages/openstack/create-servers.sh');
    for (const { name, address, mac = '' } of icc.cluster.nodes) {
      const port = terraform.resource.openstack_networking_port_v2[name];
      expect(port.fixed_ip[0].ip_address).toBe(address);
      expect(port.mac_address).toBe(mac);
      expect(terraform.resource.openstack_compute_instance_v2[name].user_data).toBe(
        `\${filebase64("\${path.module}/${name}/user-data")}`,
      );
      expect(heat.resources[`port-${name}`]?.properties).toMatchObject({
        fixed_ips: [{ ip_address: address }],
        mac_address: mac,
      });
      expect(heat.resources[`server-${name}`]?.properties.user_data).toEqual({
        get_file: `${name}/user-data`,
      });
      expect(script).toContain(`server ${name} `);
    }
  });

  it('is the same each time, and whatever the order of machines', async () => {
    const reversed = {
      ...icc,
      cluster: { ...icc.cluster, nodes: icc.cluster.nodes.toReversed() },
    };
    const again = packagesOf(icc, ['openstack']);
    expect([...again]).toEqual([...files]);
    expect(packagesOf(reversed, ['openstack']).size).toBe(files.size);
  });
});
