import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MachineNetwork } from '../../src/machine/model.ts';
import { parseUnit } from '../../src/machine/parse-unit.ts';
import { renderSeed } from '../../src/render/cloud-init.ts';
import { ignitionNetworkFile } from '../../src/render/ignition-network.ts';
import { bare, base } from '../fixtures/machine.ts';
import { runTool, runWell } from './trees/run-tool.ts';

const mac = '52:54:00:12:34:56';
const { mac: _, gateway: __, ...unmatched } = base.network;

/** What a network comes to in the end, whoever configured it. */
interface Outcome {
  readonly match: string;
  readonly dhcp: string;
  readonly addresses: readonly string[];
  readonly servers: readonly string[];
  readonly domains: readonly string[];
  readonly routes: readonly string[];
}

const outcome: Outcome = {
  match: mac,
  dhcp: 'no',
  addresses: ['10.0.0.10/24'],
  servers: ['10.0.0.53', 'fd00::53'],
  domains: ['example.org', 'on.example.org'],
  routes: ['0.0.0.0/0 10.0.0.1', '10.200.1.0/24 10.0.0.11'],
};

const cases: readonly { name: string; network: MachineNetwork; expected: Outcome }[] = [
  { name: 'static, by MAC address', network: base.network, expected: outcome },
  {
    name: 'static, the first Ethernet interface',
    network: { ...unmatched, gateway: '10.0.0.1' },
    expected: { ...outcome, match: 'e*' },
  },
  {
    name: 'static, gateway outside the network',
    network: { ...base.network, gateway: '192.0.2.1' },
    expected: { ...outcome, routes: ['0.0.0.0/0 192.0.2.1 on-link', '10.200.1.0/24 10.0.0.11'] },
  },
  {
    name: 'static, no gateway, nothing else',
    network: { ...unmatched, nameservers: [], searchDomains: [], routes: [] },
    expected: { ...outcome, match: 'e*', servers: [], domains: [], routes: [] },
  },
  {
    name: 'DHCP with routes of its own',
    network: { ...base.network, addressing: 'dhcp' },
    expected: { ...outcome, dhcp: 'ipv4', addresses: [], routes: ['10.200.1.0/24 10.0.0.11'] },
  },
  {
    name: 'IPv6',
    network: {
      ...base.network,
      address: 'fd00::10/64',
      gateway: 'fe80::1',
      nameservers: ['fd00::53'],
      routes: [],
    },
    expected: {
      ...outcome,
      addresses: ['fd00::10/64'],
      servers: ['fd00::53'],
      routes: ['::/0 fe80::1'],
    },
  },
];

/** cloud-init 22.4 gives an IPv6 default route the prefix of a subnet; netplan reads our document itself. */
const misreadByCloudInit = ['::/0 ', '::/64 '] as const;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clusterseed-network-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** cloud-init's rendering of the network-config beside the user data. */
function renderWithCloudInit(network: MachineNetwork, renderer: string): void {
  const script = join(import.meta.dirname, 'cloud-init/render-network.py');
  const input = renderSeed({ ...bare, network }).networkConfig;
  runWell('/usr/bin/python3', [script, root, renderer, mac], { input });
}

function putIgnitionFile(network: MachineNetwork, networkRenderer: 'netplan' | 'networkd'): void {
  const { path, content, mode } = ignitionNetworkFile({ ...bare, networkRenderer, network });
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content, { mode });
}

function generateNetplan(): void {
  runWell('/usr/sbin/netplan', ['generate', '--root-dir', root]);
}

/** Reads the one .network file below a directory. */
function readOutcome(directory: string): Outcome {
  const names = readdirSync(join(root, directory)).filter((name) => name.endsWith('.network'));
  expect(names).toHaveLength(1);
  const settings = parseUnit(readFileSync(join(root, directory, names[0] ?? ''), 'utf8'));
  const all = (key: string) => settings.filter((setting) => setting.key === key);
  const words = (key: string) =>
    all(key)
      .flatMap(({ value }) => value.split(' '))
      .sort();
  return {
    match: (all('MACAddress')[0] ?? all('PermanentMACAddress')[0] ?? all('Name')[0])?.value ?? '',
    dhcp: all('DHCP')[0]?.value ?? 'no',
    addresses: words('Address'),
    servers: words('DNS'),
    domains: words('Domains'),
    routes: routesOf(readFileSync(join(root, directory, names[0] ?? ''), 'utf8')),
  };
}

/** Routes as "network gateway [on-link]"; the one to a gateway outside the network goes without saying. */
function routesOf(text: string): string[] {
  const sections = text.split(/^\[/m).filter((section) => section.startsWith('Route]'));
  return sections
    .map((section) => {
      const get = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(section)?.[1];
      const onLink = get('GatewayOnLink') === 'true' || get('GatewayOnLink') === 'yes';
      return `${get('Destination')} ${get('Gateway')}${onLink ? ' on-link' : ''}`;
    })
    .filter((route) => !/ 0\.0\.0\.0( on-link)?$/.test(route))
    .sort();
}

describe.each(cases)('$name', ({ network, expected }) => {
  it('comes out of cloud-init and netplan', () => {
    renderWithCloudInit(network, 'netplan');
    generateNetplan();
    expect(readOutcome('run/systemd/network')).toEqual(expected);
  });

  it('comes out of cloud-init and its networkd renderer, which knows no on-link', () => {
    renderWithCloudInit(network, 'networkd');
    const known = (route: string) => route.replace(' on-link', '').replace(...misreadByCloudInit);
    const match = expected.match === 'e*' ? 'eth0' : expected.match;
    const routes = expected.routes.map(known);
    expect(readOutcome('etc/systemd/network')).toEqual({ ...expected, match, routes });
  });

  it("comes out of Ignition's netplan file", () => {
    putIgnitionFile(network, 'netplan');
    generateNetplan();
    expect(readOutcome('run/systemd/network')).toEqual(expected);
  });

  it("comes out of Ignition's networkd file", () => {
    putIgnitionFile(network, 'networkd');
    expect(readOutcome('etc/systemd/network')).toEqual(expected);
  });

  it("comes out of Ignition's NetworkManager keyfile", () => {
    const machine = { ...bare, networkRenderer: 'network-manager' as const, network };
    const input = String(ignitionNetworkFile(machine).content);
    const args = ['--offline', 'connection', 'modify', 'connection.id', 'read'];
    const { status, stdout, stderr } = runTool('/usr/bin/nmcli', args, { input });
    expect([status, stderr]).toEqual([0, '']);
    expect(keyfileOutcome(stdout)).toEqual(expected);
  });
});

/** NetworkManager's own view of a keyfile, as nmcli wrote it back. */
function keyfileOutcome(text: string): Outcome {
  const settings = parseUnit(text);
  const all = (key: RegExp) => settings.filter((setting) => key.test(setting.key));
  const list = (key: RegExp) =>
    all(key)
      .flatMap(({ value }) => value.split(';').filter((item) => item !== ''))
      .sort();
  const onLink = new Set(
    all(/^route\d+_options$/)
      .filter(({ value }) => value.includes('onlink=true'))
      .map(({ section, key }) => `${section} ${key.replace('_options', '')}`),
  );
  const isDhcp = settings.some(
    ({ section, key, value }) => `${section} ${key}=${value}` === 'ipv4 method=auto',
  );
  return {
    match: (all(/^mac-address$/)[0]?.value ?? all(/^interface-name$/)[0]?.value ?? '').replace(
      /;$/,
      '',
    ),
    dhcp: isDhcp ? 'ipv4' : 'no',
    addresses: all(/^address\d+$/).map(({ value }) => value),
    servers: list(/^dns$/),
    domains: list(/^dns-search$/),
    routes: all(/^route\d+$/)
      .filter(({ value }) => value.includes(','))
      .map(({ section, key, value }) => {
        const suffix = onLink.has(`${section} ${key}`) ? ' on-link' : '';
        return `${value.replace(',', ' ')}${suffix}`;
      })
      .sort(),
  };
}
