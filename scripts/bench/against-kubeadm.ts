import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, runBuild, runProcess } from './run-process.ts';

interface Ratio {
  readonly name: string;
  readonly ratio: number;
  readonly limit: number;
}

/**
 * Whole processes in turn: ours on all of ICC against `kubeadm init phase certs all` for its one node.
 * The limits are those of the project's first issue.
 */
export function compareWithKubeadm(folder: string, rounds: number): Ratio[] {
  const kubeadm = join(programDirectory('kubernetes@1.36.3:kubeadm'), 'kubeadm');
  const existing = profileCopy(folder, 'existing', (text) => text);
  runBuild(existing, join(folder, 'out-existing'));
  const rsa = profileCopy(folder, 'rsa', (text) => `${text}\npki: { algorithm: rsa-2048 }\n`);
  const fresh = profileCopy(folder, 'fresh', (text) => text);
  const samples = {
    ec: [] as number[],
    rsaPeer: [] as number[],
    rebuild: [] as number[],
    fresh: [] as number[],
    rsa: [] as number[],
  };
  for (let round = 0; round < rounds; round += 1) {
    samples.ec.push(certsAll(kubeadm, folder, 'ECDSA-P256'));
    samples.rebuild.push(runBuild(existing, join(folder, 'out-existing')));
    samples.fresh.push(buildFresh(fresh, folder));
    if (round % 3 === 0) {
      samples.rsaPeer.push(certsAll(kubeadm, folder, 'RSA-2048'));
      samples.rsa.push(buildFresh(rsa, folder));
    }
  }
  const ours = countKeys(rsa.replace(/\.yaml$/, '.secrets.yaml'));
  const perCertificate =
    median(samples.rsa) / ours / (median(samples.rsaPeer) / kubeadmKeys(folder));
  const base = median(samples.ec);
  return [
    {
      name: 'ICC from existing secrets ÷ kubeadm certs all, P-256',
      ratio: median(samples.rebuild) / base,
      limit: 4,
    },
    {
      name: 'ICC with new secrets ÷ kubeadm certs all, P-256',
      ratio: median(samples.fresh) / base,
      limit: 8,
    },
    { name: 'ICC with new RSA-2048 secrets ÷ kubeadm, per key', ratio: perCertificate, limit: 1 },
  ];
}

function programDirectory(name: string): string {
  return execFileSync('scripts/programs', [name], { encoding: 'utf8' }).trim();
}

function profileCopy(folder: string, name: string, edit: (text: string) => string): string {
  const target = join(folder, name);
  cpSync('profiles', target, {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  const path = join(target, 'icc.yaml');
  const text = readFileSync(path, 'utf8').replace(/^pki:.*\n( +.*\n)*/m, '');
  writeFileSync(path, edit(text));
  return path;
}

function buildFresh(profile: string, folder: string): number {
  const out = join(folder, 'out-fresh');
  rmSync(out, { recursive: true, force: true });
  rmSync(profile.replace(/\.yaml$/, '.secrets.yaml'), { force: true });
  return runBuild(profile, out);
}

function certsAll(kubeadm: string, folder: string, algorithm: string): number {
  const directory = join(folder, 'kubeadm-pki');
  rmSync(directory, { recursive: true, force: true });
  const config = join(folder, 'kubeadm.yaml');
  const value = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: 'v1.36.3',
    certificatesDir: directory,
    encryptionAlgorithm: algorithm,
    controlPlaneEndpoint: '10.240.0.10:6443',
  };
  const init = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: '10.240.0.10' },
    nodeRegistration: { name: 'icc-ctrl-1', criSocket: 'unix:///run/containerd/containerd.sock' },
  };
  writeFileSync(config, `${JSON.stringify(init)}\n---\n${JSON.stringify(value)}\n`);
  return runProcess(kubeadm, ['init', 'phase', 'certs', 'all', '--config', config]);
}

function kubeadmKeys(folder: string): number {
  const names = readdirSync(join(folder, 'kubeadm-pki'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.key')).length;
}

function countKeys(secretsFile: string): number {
  return readFileSync(secretsFile, 'utf8').split('BEGIN PRIVATE KEY').length - 1;
}
