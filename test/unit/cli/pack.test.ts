import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { load } from 'js-yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BundleManifest } from '../../../src/output/gather-bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const profileText = `${readFileSync('profiles/icc.yaml', 'utf8').replace(/^ {2}- \{ name: icc-(etcd-[2-5]|ctrl-[23]|worker-[23]).*\n/gm, '')}
defaults:
  users: [{ name: ops, passwordHash: "$6$salt$${'h'.repeat(86)}" }]
  files:
    - { path: /etc/own.key, content: "own private text", mode: "0600" }
    - { path: /etc/own.conf, content: "anybody may read", mode: "0644" }
`;

/** Writes the profile into a folder of its own (with the same secrets when given) and packs it. */
function pack(name: string, words: readonly string[], secrets?: string) {
  const place = join(folder, name);
  mkdirSync(place);
  cpSync('profiles/icc', join(place, 'icc'), { recursive: true });
  writeFileSync(join(place, 'icc.yaml'), profileText);
  if (secrets !== undefined)
    writeFileSync(join(place, 'icc.secrets.yaml'), secrets, { mode: 0o600 });
  const main = resolve('src/cli/main.ts');
  const result = spawnSync(
    process.execPath,
    [main, 'pack', 'icc.yaml', '-b', 'b.tar.gz', ...words],
    {
      cwd: place,
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
    },
  );
  return { place, code: result.status, err: result.stderr, bundle: join(place, 'b.tar.gz') };
}

function unpack(bundle: string, name: string): string {
  const target = join(folder, name);
  mkdirSync(target);
  const { status } = spawnSync('tar', ['-xzf', bundle, '-C', target]);
  expect(status).toBe(0);
  return join(target, 'icc');
}

const manifestOf = (tree: string) =>
  JSON.parse(readFileSync(join(tree, 'manifest.json'), 'utf8')) as BundleManifest;

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => (key === 'certificate' ? [] : texts(inner)))
    : [];
}

/** Everything in a tree that may hide a secret: each file as it is, and unpacked where it is gzip. */
function contents(tree: string): Map<string, Buffer> {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((e) =>
    e.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      return [path, bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes];
    }),
  );
}

describe('a public bundle', () => {
  it('is the same bytes from another folder, and its sums hold', () => {
    const one = pack('one', []);
    expect(one).toMatchObject({ code: 0 });
    const secrets = readFileSync(join(one.place, 'icc.secrets.yaml'), 'utf8');
    const two = pack('two', [], secrets);
    expect(readFileSync(two.bundle).equals(readFileSync(one.bundle))).toBe(true);
    const tree = unpack(one.bundle, 'tree');
    const check = spawnSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect(check).toMatchObject({ status: 0, stderr: '' });
    expect(check.stdout.trim().split('\n')).toHaveLength([...contents(tree).keys()].length - 1);
  });

  it('holds no secret of the store, raw, percent-encoded, in base64 or in gzip', () => {
    const { place, bundle } = pack('one', []);
    const store = load(readFileSync(join(place, 'icc.secrets.yaml'), 'utf8'));
    const secrets = texts(store).filter((text) => text.length >= 16);
    expect(secrets.length).toBeGreaterThan(20);
    const tree = contents(unpack(bundle, 'tree'));
    const shipped = contents(join(place, 'out/icc'));
    const found = (where: Map<string, Buffer>) =>
      secrets.filter((secret) => {
        const trimmed = secret.trim();
        const body = trimmed.split('\n')[1] ?? trimmed;
        const forms = [trimmed, body, encodeURIComponent(trimmed)].flatMap((form) => [
          form,
          Buffer.from(form).toString('base64').replace(/=+$/, ''),
        ]);
        return [...where.values()].some((bytes) => forms.some((form) => bytes.includes(form)));
      });
    expect(found(tree)).toEqual([]);
    expect(found(shipped).length).toBeGreaterThan(15);
  });

  it('has documents that can be read and compared, with names where secrets were', () => {
    const { bundle } = pack('one', []);
    const tree = unpack(bundle, 'tree');
    const controller = readFileSync(join(tree, 'icc-ctrl-1/user-data'), 'utf8');
    expect(controller).toContain('REDACTED(certificates/kube-apiserver@icc-ctrl-1/key)');
    expect(controller).toContain('REDACTED(bootstrapToken),kubelet-bootstrap');
    expect(controller).toContain('anybody may read');
    expect(controller).not.toContain('own private text');
    expect(controller).not.toContain('hhhhhhhhhh');
    expect(controller).toContain('--etcd-servers=https://141.22.30.32:2379');
    const states = Object.fromEntries(
      manifestOf(tree).artifacts.map(({ path, content }) => [path, content]),
    );
    expect(states).toMatchObject({
      'icc-ctrl-1/user-data': 'redacted',
      'icc-ctrl-1/config.ign': 'redacted',
      'icc-ctrl-1/network-config': 'whole',
      'admin.kubeconfig': 'left out',
      'authentication-webhook-secret.yaml': 'left out',
    });
  });
});

describe('a complete bundle', () => {
  it('is what build wrote, and only for its owner', () => {
    const { place, bundle, code } = pack('one', ['--include-secrets']);
    expect(code).toBe(0);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    const tree = unpack(bundle, 'tree');
    const kept = manifestOf(tree);
    expect(kept).toMatchObject({ kind: 'complete', cluster: 'icc', tool: { name: 'clusterseed' } });
    expect(Object.keys(kept.sources).sort()).toEqual(['icc.yaml', 'icc/ldap-webhook.yaml']);
    for (const { path, content } of kept.artifacts) {
      expect(content).toBe('whole');
      expect(
        readFileSync(join(tree, path)).equals(readFileSync(join(place, 'out/icc', path))),
      ).toBe(true);
    }
  });

  it('goes to age recipients, beside an unchanged public one', async () => {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const { place, bundle } = pack('one', ['--recipient', recipient]);
    const secrets = readFileSync(join(place, 'icc.secrets.yaml'), 'utf8');
    const plain = pack('two', [], secrets);
    const complete = pack('three', ['--include-secrets'], secrets);
    expect(readFileSync(bundle).equals(readFileSync(plain.bundle))).toBe(true);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = await decrypter.decrypt(readFileSync(join(place, 'b.secrets.tar.gz.age')));
    expect(Buffer.from(opened).equals(readFileSync(complete.bundle))).toBe(true);
  });
});

describe('a signature', () => {
  it('is one that openssl verifies, until a byte changes', () => {
    const key = join(folder, 'key.pem');
    spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
    const { place, bundle } = pack('one', ['--sign-key', key]);
    const verify = () =>
      spawnSync(
        'openssl',
        [
          'pkeyutl',
          '-verify',
          '-pubin',
          '-inkey',
          'b.tar.gz.pub',
          '-rawin',
          '-in',
          'b.tar.gz',
          '-sigfile',
          'b.tar.gz.sig',
        ],
        { cwd: place, encoding: 'utf8' },
      );
    expect(verify()).toMatchObject({ status: 0, stdout: 'Signature Verified Successfully\n' });
    const bytes = readFileSync(bundle);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(bundle, bytes);
    expect(verify().status).toBe(1);
  });

  it('is not made with a key of another kind, and then nothing is written', () => {
    const key = join(folder, 'key.pem');
    spawnSync('openssl', ['genpkey', '-algorithm', 'RSA', '-out', key]);
    const { place, code, err } = pack('one', ['--sign-key', key]);
    expect(code).toBe(1);
    expect(err).toContain('is no Ed25519 private key in PEM; openssl genpkey');
    expect(readdirSync(place).sort()).toEqual(['icc', 'icc.yaml']);
  });
});

it('refuses what is no recipient, and changed documents', () => {
  const wrong = pack('one', ['--recipient', 'age1nonsense']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('"age1nonsense" is no age recipient');
  expect(readdirSync(wrong.place)).not.toContain('out');
});
