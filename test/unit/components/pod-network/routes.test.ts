import { expect, test } from 'vitest';
import { foreignNetwork } from '../../../../src/components/pod-network/foreign-network.ts';
import { podRoutes } from '../../../../src/components/pod-network/routes.ts';
import { routesScript } from '../../../../src/components/pod-network/routes-script.ts';
import { iccProfile, smallProfile } from '../../plan/sample-cluster.ts';
import { contribute, textOf } from '../contribute.ts';
import { createSandbox } from '../first-boot/sandbox.ts';

const routed = {
  ...iccProfile(),
  network: { ...iccProfile().network, plugin: 'routes' as const },
};

test('a node routes to every other node’s pods, and has a bridge for its own', () => {
  const part = contribute(podRoutes, routed, 'icc-ctrl-2');
  expect(textOf(part, '/etc/clusterseed/routes')).toBe(
    `route replace 10.200.10.0/24 via 10.240.0.10
route replace 10.200.12.0/24 via 10.240.0.12
route replace 10.200.20.0/24 via 10.240.0.20
route replace 10.200.21.0/24 via 10.240.0.21
route replace 10.200.22.0/24 via 10.240.0.22
`,
  );
  expect(JSON.parse(textOf(part, '/etc/cni/net.d/10-clusterseed.conflist'))).toEqual({
    cniVersion: '1.0.0',
    name: 'clusterseed',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.200.11.0/24' }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
  expect(textOf(part, 'clusterseed-routes.service')).toContain(
    'iptables 10.200.11.0/24 10.200.0.0/16\n',
  );
});

test('with flannel there are no routes of ours, and udev leaves its interface alone', () => {
  expect(contribute(podRoutes, iccProfile(), 'icc-worker-1')).toEqual({});
  const part = contribute(foreignNetwork, iccProfile(), 'icc-worker-1');
  expect(textOf(part, '/etc/systemd/network/50-flannel.link')).toContain('MACAddressPolicy=none');
  expect(textOf(part, '/etc/systemd/networkd.conf.d/10-clusterseed.conf')).toContain(
    'ManageForeignRoutes=no',
  );
});

test('NetworkManager’s systems get no file of systemd-networkd', () => {
  const network = { ...smallProfile().network, plugin: 'none' as const };
  const part = contribute(
    foreignNetwork,
    smallProfile({ network, target: { os: 'fedora-coreos' } }),
  );
  expect(part.files).toEqual([]);
});

test('the script sets routes and adds only the rules that are missing', () => {
  const sandbox = createSandbox();
  sandbox.standIn('ip', 'true');
  sandbox.standIn('iptables', 'case "$*" in *"-C FORWARD -s"*) ;; *" -C "*) exit 1 ;; esac');
  const { status } = sandbox.run(routesScript, 'batch', 'iptables', '10.1.2.0/24', '10.1.0.0/16');
  expect(status).toBe(0);
  const mark = '-m comment --comment clusterseed -j';
  expect(sandbox.calls().filter((call) => !call.includes(' -C '))).toEqual([
    'ip -force -batch batch',
    `iptables -w -t nat -A POSTROUTING -s 10.1.2.0/24 ! -d 10.1.0.0/16 ${mark} MASQUERADE`,
    `iptables -w -t filter -A FORWARD -d 10.1.0.0/16 ${mark} ACCEPT`,
  ]);
});

test('a route that cannot be set makes the unit try again', () => {
  const sandbox = createSandbox();
  sandbox.standIn('ip', 'exit 2');
  sandbox.standIn('iptables', 'true');
  expect(sandbox.run(routesScript, 'b', 'iptables', '10.1.2.0/24', '10.1.0.0/16').status).toBe(2);
});
