import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from '../../index.ts';
import { packageRoot } from '../../output/package-root.ts';
import { SmokeError } from '../smoke-error.ts';

const run = promisify(execFile);

const kubernetesImages = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
];
const builtByName = ['etcd', 'containerd', 'cni-plugins', 'crictl'];

/**
 * Builds what the machines download and pull from the upstream Go modules (`script` is scripts/programs, which
 * caches), the pause program from C, our own probe where an image of it is wanted, and takes runc from this host, as
 * it needs cgo. Returns the folders.
 */
export async function buildPrograms(
  machines: readonly Machine[],
  options: {
    readonly script: string;
    readonly folder: string;
    readonly references: readonly string[];
  },
): Promise<string[]> {
  const stdout = await runScript(options.script, programsOf(machines));
  const own = join(options.folder, 'own-programs');
  await mkdir(own);
  const source = (name: string) => join(packageRoot(), 'src/smoke/images', name);
  await compileC(source('pause.c'), join(own, 'pause'));
  if (options.references.some((reference) => reference.includes('/smoke-probe:'))) {
    await compileGo(source('probe'), join(own, 'smoke-probe'));
  }
  return [...stdout.trim().split('\n'), own, '/usr/sbin', '/usr/bin'];
}

/** What scripts/programs is asked for: `kubernetes@1.36.3:kubelet,kubectl etcd@3.6.8 …`. */
export function programsOf(machines: readonly Machine[]): string[] {
  const wanted = new Set<string>();
  const kubernetes = new Map<string, Set<string>>();
  const addKubernetes = (version: string, program: string) => {
    const programs = kubernetes.get(version) ?? new Set();
    kubernetes.set(version, programs.add(program));
  };
  for (const { downloads, images } of machines) {
    for (const { name, version } of downloads) {
      if (name === 'kubelet' || name === 'kubectl') addKubernetes(version, name);
      else if (builtByName.includes(name)) wanted.add(`${name}@${version}`);
    }
    for (const image of images) {
      const [, name = '', version = ''] = /([^/:]+):v?([^:]+)$/.exec(image) ?? [];
      if (kubernetesImages.includes(name)) addKubernetes(version, name);
      if (name === 'coredns') wanted.add(`coredns@${version}`);
    }
  }
  return [
    ...[...kubernetes].map(
      ([version, names]) => `kubernetes@${version}:${[...names].sort().join()}`,
    ),
    ...[...wanted].sort(),
  ];
}

async function runScript(script: string, words: readonly string[]): Promise<string> {
  try {
    return (await run(script, [...words], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr ?? cause)
      .trim()
      .split('\n')
      .slice(-5);
    throw new SmokeError(`the programs for the guests could not be built: ${said.join('\n')}`);
  }
}

async function compileGo(folder: string, target: string): Promise<void> {
  const words = ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', target, '.'];
  try {
    await run('go', words, { cwd: folder, env: { ...process.env, CGO_ENABLED: '0' } });
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new SmokeError(`the probe could not be built: ${stderr ?? String(cause)}`, { cause });
  }
}

async function compileC(source: string, target: string): Promise<void> {
  try {
    await run('gcc', ['-static', '-Os', '-s', '-o', target, source]);
  } catch (cause) {
    throw new SmokeError(
      'a C compiler is needed for the pause image (Debian: apt-get install gcc libc6-dev)',
      {
        cause,
      },
    );
  }
}
