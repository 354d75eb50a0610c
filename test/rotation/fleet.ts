import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { compareMachines } from '../../src/change/compare-machines.ts';
import type { Machine } from '../../src/machine/model.ts';
import type { Secrets } from '../../src/pki/secrets.ts';
import type { ClusterFixture } from '../fixtures/cluster.ts';
import { iccFixture } from '../fixtures/cluster.ts';
import { parseStaticPod } from '../fixtures/static-pod.ts';
import {
  compileMachine,
  installMachine,
  podCommand,
  succeed,
  unitCommand,
} from '../loopback/machine.ts';
import { buildPrograms } from '../loopback/programs.ts';
import { openSandbox, type Sandbox } from '../loopback/sandbox.ts';
import { wireSandboxes } from '../loopback/wire.ts';

/** One machine that runs. */
export interface Member {
  readonly name: string;
  readonly address: string;
  readonly sandbox: Sandbox;
  machine: Machine;
}

/** Three etcd members and two controllers, each in a sandbox, on one network, with a hub for clients. */
export interface Fleet {
  readonly fixture: ClusterFixture;
  readonly hub: Sandbox;
  readonly etcd: readonly Member[];
  readonly controllers: readonly Member[];
  /** Lays the files that `secrets` change on one machine, and restarts what `compareMachines` says. */
  rollOut(member: Member, secrets: Secrets): Promise<readonly string[]>;
  close(): Promise<void>;
}

const addresses = {
  'loop-e1': '10.240.0.31',
  'loop-e2': '10.240.0.32',
  'loop-e3': '10.240.0.33',
  'loop-c1': '10.240.0.11',
  'loop-c2': '10.240.0.12',
};
const machines = [
  'machines:',
  ...Object.entries(addresses).map(
    ([name, address]) =>
      `  - { name: ${name}, roles: [${name.startsWith('loop-e') ? 'etcd' : 'controller, frontend'}], address: ${address}/24 }`,
  ),
  '  - { name: loop-w1, roles: [worker], address: 10.240.0.20/24 }',
  '',
].join('\n');

const podNames = ['kube-apiserver', 'kube-controller-manager'];

/** Starts everything and waits until both API servers are ready. */
export async function startFleet(): Promise<Fleet> {
  const fixture = await iccFixture(
    (text) => text.replace(/^machines:\n.*/ms, () => machines),
    new Date(),
  );
  const { version, etcdVersion } = fixture.cluster;
  const programs = buildPrograms(`kubernetes@${version}`, `etcd@${etcdVersion}`);
  const hub = await openSandbox();
  const members: Member[] = [];
  for (const [name, address] of Object.entries(addresses)) {
    members.push({
      name,
      address,
      sandbox: await openSandbox(),
      machine: compileMachine(fixture, name),
    });
  }
  wireSandboxes(
    hub,
    '10.240.0.1',
    members.map(({ sandbox }) => sandbox),
  );
  for (const member of members) {
    await installMachine(member.sandbox, member.machine, programs, 'eth0');
    await succeed(member.sandbox, ['hostname', member.name]);
    await succeed(member.sandbox, ['mkdir', '-p', '/run/services']);
    for (const service of servicesOf(member.machine)) await writeCommand(member, service);
    for (const service of servicesOf(member.machine)) {
      member.sandbox.keepRunning(service, ['sh', `/run/services/${service}`]);
    }
  }
  const of = (kind: string) => members.filter(({ name }) => name.startsWith(kind));
  const fleet: Fleet = {
    fixture,
    hub,
    etcd: of('loop-e'),
    controllers: of('loop-c'),
    rollOut: (member, secrets) => rollOut({ ...fixture, secrets }, member),
    close: async () =>
      void (await Promise.all([hub, ...members.map((m) => m.sandbox)].map((each) => each.close()))),
  };
  for (const member of members) await waitHealthy(member);
  return fleet;
}

function servicesOf(machine: Machine): string[] {
  return machine.units.some(({ name }) => name === 'etcd.service') ? ['etcd'] : podNames;
}

/** The command that the service is started by next. */
async function writeCommand({ sandbox, machine }: Member, service: string): Promise<void> {
  const manifest = `/etc/kubernetes/manifests/${service}.yaml`;
  const content = machine.files.find(({ path }) => path === manifest)?.content;
  const command =
    content === undefined
      ? unitCommand(machine, `${service}.service`)
      : podCommand(parseStaticPod(String(content)));
  const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  await succeed(sandbox, ['tee', `/run/services/${service}`], `exec ${words.join(' ')}\n`);
}

async function rollOut(fixture: ClusterFixture, member: Member): Promise<readonly string[]> {
  const after = compileMachine(fixture, member.name);
  const change = compareMachines(member.machine, after);
  member.machine = after;
  if (change.files.length === 0) return [];
  const laid = {
    users: [],
    directories: [],
    symlinks: [],
    units: [],
    files: after.files.filter(({ path }) => change.files.includes(path)),
  };
  const place = join(import.meta.dirname, '../loopback/place-machine.ts');
  await succeed(member.sandbox, [process.execPath, place], JSON.stringify(laid));
  const restarted = servicesOf(after).filter(
    (service) =>
      change.restarts.includes(`static pod ${service}`) ||
      change.restarts.includes(`${service}.service`),
  );
  for (const service of restarted) {
    await writeCommand(member, service);
    // The sandbox has processes of its own: nobody else’s program has this name there.
    await succeed(member.sandbox, ['pkill', '-TERM', '-x', service.slice(0, 15)]);
  }
  await sleep(3000);
  await waitHealthy(member);
  return restarted;
}

/** Waits until the programs of the machine say that they are well. */
async function waitHealthy({ name, sandbox, machine }: Member): Promise<void> {
  const urls = servicesOf(machine).includes('etcd')
    ? ['http://127.0.0.1:2381/readyz']
    : ['https://127.0.0.1:6443/readyz', 'https://127.0.0.1:10257/healthz'];
  for (const url of urls) {
    let last = '';
    for (let attempt = 0; attempt < 180; attempt += 1) {
      const options = ['--silent', '--insecure', '--max-time', '5'];
      last = (await sandbox.run(['curl', ...options, url])).stdout.trim();
      if (last === 'ok') break;
      await sleep(1000);
    }
    if (last !== 'ok') {
      const logs = servicesOf(machine).map((service) => sandbox.logOf(service).slice(-2500));
      throw new Error(`${name}: ${url} says ${last}\n${logs.join('\n')}`);
    }
  }
}
