import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The machine that is booted; a frontend comes with everything that it needs in the guest image. */
export const judged = { name: 'frontend-1', address: '10.240.0.5', mac: '52:54:00:c5:00:05' };

/** The gateway of its subnet, which is the host's own address where the VM is on a network of the host's. */
export const gateway = '10.240.0.1';

/** How the command line is started from the checkout's root: what `npm run build` made. */
export const clusterseed = [process.execPath, resolve('dist/bin/clusterseed.cjs')] as const;

/** Where a package was written. */
export interface Packaged {
  /** `out/<cluster>`. */
  readonly cluster: string;
  readonly package: string;
  readonly secrets: string;
}

/** Packages the judged profile below `folder`, which is emptied first, by the command line. */
export async function packageJudged(
  folder: string,
  target: string,
  options: { readonly for: string; readonly words?: readonly string[] },
): Promise<Packaged> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const profile = join(folder, 'judged.yaml');
  await writeFile(profile, profileText(target));
  const out = join(folder, 'out');
  const words = ['package', profile, '--for', options.for, '--out', out, ...(options.words ?? [])];
  const [program, script] = clusterseed;
  await run(program, [script, ...words]);
  const cluster = join(out, 'judged');
  return {
    cluster,
    package: join(cluster, 'packages', options.for),
    secrets: join(folder, 'judged.secrets.yaml'),
  };
}

function profileText(target: string): string {
  const { name, address, mac } = judged;
  return `version: 1
cluster: judged
kubernetes: { version: 1.36.3 }
network:
  services: 10.32.0.0/24
  pods: 10.200.0.0/16
  subnets:
    - { cidr: 10.240.0.0/24, gateway: ${gateway}, nameservers: [${gateway}] }
endpoint: ${address}:6443
target: { format: cloud-init, os: debian-13, ${target} }
machines:
  - { name: ${name}, roles: [frontend], address: ${address}/24, mac: "${mac}" }
  - { name: ctrl-1, roles: [etcd, controller], address: 10.240.0.10/24, mac: "52:54:00:c5:00:10" }
`;
}
