import { createPublicKey } from 'node:crypto';
import type { MachineFile } from '../machine/model.ts';
import { flagOf, type Process } from '../machine/process.ts';
import { acceptedTokens, trustedServiceAccountKeys } from '../pki/rotation.ts';
import type { Secrets } from '../pki/secrets.ts';
import { splitPem } from '../pki/stored-pair.ts';
import type { ClusterNode } from '../plan/cluster.ts';
import { blameItem } from './blame.ts';
import { certificatesIn, keyIn } from './certificates.ts';
import { fileOf } from './configs.ts';
import { requestOf } from './credentials.ts';
import type { World } from './world.ts';

/** The names in manifest.json of each private key of the store, by its text: an imported cluster may have one for all. */
type Names = ReadonlyMap<string, readonly string[]>;

const pemNames = new WeakMap<Secrets, Names>();

function keysOf(secrets: Secrets): Names {
  const known = pemNames.get(secrets);
  if (known !== undefined) return known;
  const names = new Map<string, string[]>();
  const add = (key: string, name: string) => {
    names.set(key.trim(), [...(names.get(key.trim()) ?? []), name]);
  };
  add(secrets.serviceAccountKey, 'service-account-key');
  for (const [name, { key }] of Object.entries(secrets.cas)) add(key, `ca/${name}`);
  for (const [id, { key }] of Object.entries(secrets.certificates)) add(key, `certificate/${id}`);
  for (const [name, { other }] of Object.entries(secrets.rotations ?? {})) {
    add(typeof other === 'string' ? other : other.key, name);
  }
  pemNames.set(secrets, names);
  return names;
}

/**
 * Private keys, the encryption key and the bootstrap token lie only where the node’s roles need them, in files that
 * say so, for their owner alone; pairs fit. Raises machine/stray-secret and machine/wrong-credential.
 */
export function checkKeys(world: World): void {
  for (const file of world.machine.files) {
    if (typeof file.content !== 'string') continue;
    for (const names of secretsIn(world, file.content)) checkPlace(world, file, names);
  }
  for (const process of world.processes) {
    if (process.program === 'kube-apiserver') checkServiceAccount(world, process);
    if (process.program === 'kube-controller-manager') checkSigner(world, process);
  }
  checkToken(world);
}

/** The secrets in a text, each with all names that it has. */
function secretsIn({ secrets }: World, content: string): (readonly string[])[] {
  const keys = content.includes('PRIVATE KEY-----')
    ? splitPem(content)
        .filter((block) => block.includes('PRIVATE KEY-----'))
        .map((block) => keysOf(secrets).get(block.trim()))
    : [];
  return [
    ...keys.filter((names) => names !== undefined),
    ...(content.includes(secrets.encryptionKey) ? [['encryption-key']] : []),
    ...(content.includes(secrets.bootstrapToken) ? [['bootstrap-token']] : []),
  ];
}

function checkPlace(world: World, file: MachineFile, names: readonly string[]): void {
  const needed = names.filter((name) => needs(world, name));
  const [secret = ''] = [...needed, ...names];
  const report = (why: string) => {
    const from = blameItem(world, file.from, { file: file.path });
    world.report('machine/stray-secret', from, { path: file.path, secret, why });
  };
  if (needed.length === 0) report(`no role of ${world.node.name} needs it`);
  else if (!needed.some((name) => declared(file, name)))
    report('the file does not say that it holds it');
  if ((file.mode & 0o077) !== 0) report('others may read it');
}

function declared({ secrets }: MachineFile, secret: string): boolean {
  return secrets.some((use) => use.secret === secret);
}

function needs({ node, cluster }: World, secret: string): boolean {
  const has = (role: ClusterNode['roles'][number]) => node.roles.includes(role);
  if (secret.startsWith('certificate/')) {
    return requestOf(cluster, secret.slice('certificate/'.length))?.holder === node.name;
  }
  if (secret === 'bootstrap-token') return has('controller') || has('worker');
  const onControllers = ['ca/kubernetes', 'service-account-key', 'encryption-key'];
  return has('controller') && onControllers.includes(secret);
}

/** Tokens are signed with a key whose public half verifies them. */
function checkServiceAccount(world: World, process: Process): void {
  const signing = textOf(world, process, 'service-account-signing-key-file');
  const path = flagOf(process, 'service-account-key-file') ?? '';
  const accepted = fileOf(world, process, path)?.text;
  if (signing === undefined || accepted === undefined) return;
  const report = (at: string, why: string) =>
    world.report('machine/wrong-credential', process.from, { who: process.name, path: at, why });
  if (signing !== world.secrets.serviceAccountKey && keyIn(signing) === undefined) {
    const at = flagOf(process, 'service-account-signing-key-file') ?? '';
    report(at, 'it is no private key in PEM');
    return;
  }
  const blocks = new Set(splitPem(accepted).map((block) => block.trim()));
  for (const key of [signing, ...trustedServiceAccountKeys(world.secrets)]) {
    if (blocks.has(publicHalf(key))) continue;
    report(path, 'it lacks the public half of a key that signs service-account tokens');
    return;
  }
}

const halves = new Map<string, string>();

function publicHalf(key: string): string {
  const known = halves.get(key);
  if (known !== undefined) return known;
  halves.clear();
  const half = String(createPublicKey(key).export({ type: 'spki', format: 'pem' })).trim();
  halves.set(key, half);
  return half;
}

/** The controller manager signs with the CA whose key it has, and one certificate is in that file. */
function checkSigner(world: World, process: Process): void {
  const path = flagOf(process, 'cluster-signing-cert-file') ?? '';
  const certificate = fileOf(world, process, path)?.text;
  const key = textOf(world, process, 'cluster-signing-key-file');
  if (certificate === undefined || key === undefined) return;
  const ca = world.secrets.cas.kubernetes;
  if (certificate === ca.certificate && key === ca.key) return;
  const [signer, ...more] = certificatesIn(certificate);
  const report = (why: string) =>
    world.report('machine/wrong-credential', process.from, { who: process.name, path, why });
  const read = keyIn(key);
  if (signer === undefined || more.length > 0)
    report('it is not the one certificate of the CA that signs');
  else if (read === undefined || !signer.checkPrivateKey(read)) {
    report(`${flagOf(process, 'cluster-signing-key-file')} is not its key`);
  }
}

function textOf(world: World, process: Process, flag: string): string | undefined {
  return fileOf(world, process, flagOf(process, flag) ?? '')?.text;
}

/** A worker joins with a token that the API servers accept; they accept no other. */
function checkToken(world: World): void {
  const accepted = acceptedTokens(world.secrets);
  for (const process of world.processes) {
    const [flag, pattern] =
      process.program === 'kubelet'
        ? (['bootstrap-kubeconfig', /^ +token: (\S+)$/gm] as const)
        : (['token-auth-file', /^([^,\n]+),/gm] as const);
    const path = flagOf(process, flag);
    const file = path === undefined ? undefined : fileOf(world, process, path);
    if (file === undefined) continue;
    const tokens = [...file.text.matchAll(pattern)].map(([, token = '']) =>
      token.replace(/^(["'])(.*)\1$/, '$2'),
    );
    const isRight = tokens.length > 0 && tokens.every((token) => accepted.includes(token));
    const hasAll =
      process.program === 'kubelet' || accepted.every((token) => tokens.includes(token));
    if (isRight && hasAll) continue;
    const why = 'its bootstrap token is not the one of this cluster';
    world.report('machine/wrong-credential', file.from, {
      who: process.name,
      path: file.path,
      why,
    });
  }
}
