import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let profile: string;
let store: string;
let recipient: string;
const identity = () => join(folder, 'identity');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-age-'));
  cpSync('profiles', join(folder, 'profiles'), {
    recursive: true,
    filter: (path) => !path.endsWith('.secrets.yaml'),
  });
  profile = join(folder, 'profiles/icc.yaml');
  store = join(folder, 'profiles/icc.secrets.yaml');
  execFileSync('age-keygen', ['-o', identity()], { stdio: 'ignore' });
  recipient = execFileSync('age-keygen', ['-y', identity()], { encoding: 'utf8' }).trim();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(environment: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const result = spawnSync(process.execPath, [resolve('src/cli/main.ts'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** What Debian's age reads from the store. */
const openByAge = (file = store, key = identity()) =>
  execFileSync('age', ['--decrypt', '--identity', key, file], { encoding: 'utf8' });

test('age opens what we encrypt, with every recipient’s identity', () => {
  expect(run({}, 'build', profile).code).toBe(0);
  const plain = readFileSync(store, 'utf8');
  const second = join(folder, 'second');
  execFileSync('age-keygen', ['-o', second], { stdio: 'ignore' });
  const other = execFileSync('age-keygen', ['-y', second], { encoding: 'utf8' });
  writeFileSync(join(folder, 'recipients'), `# people\n${other}`);
  const to = ['--recipient', recipient, '--recipients-file', join(folder, 'recipients')];
  expect(run({}, 'secrets', 'encrypt', profile, ...to).code).toBe(0);
  expect(readFileSync(store, 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
  for (const key of [identity(), second]) {
    const opened = openByAge(store, key);
    expect(opened.replace(/^recipients:\n(- .*\n)+/m, '')).toBe(plain);
  }
});

test.each([['--armor'], []])(
  'we open what age encrypts (%s) and refuse to guess recipients',
  (...form) => {
    expect(run({}, 'build', profile).code).toBe(0);
    execFileSync('age', [...form, '--recipient', recipient, '--output', `${store}.age`, store]);
    writeFileSync(store, readFileSync(`${store}.age`));
    rmSync(`${store}.age`);
    const environment = { CLUSTERSEED_AGE_IDENTITY_FILE: identity() };
    expect(run(environment, 'build', profile).err).toContain('nothing changed');
    const renewed = run(environment, 'secrets', 'renew', profile, '--node', 'icc-etcd-1');
    expect(renewed.code).toBe(3);
    expect(renewed.err).toContain('does not say to whom');
    expect(run(environment, 'secrets', 'encrypt', profile, '--recipient', recipient).code).toBe(0);
    expect(run(environment, 'secrets', 'renew', profile, '--node', 'icc-etcd-1').code).toBe(0);
    expect(openByAge()).toContain('retired:');
  },
);

test('a build completes an encrypted store and leaves no plain text', () => {
  expect(run({}, 'build', profile).code).toBe(0);
  expect(run({}, 'secrets', 'encrypt', profile, '--recipient', recipient).code).toBe(0);
  const text = readFileSync(profile, 'utf8');
  const worker = '  - { name: icc-worker-9, roles: [worker], address: 10.240.0.99/24 }\n';
  writeFileSync(profile, text.endsWith('\n') ? text + worker : `${text}\n${worker}`);
  const key = readFileSync(identity(), 'utf8').split('\n').at(-2) ?? '';
  const built = run({ CLUSTERSEED_AGE_IDENTITY: key }, 'build', profile);
  expect(built.err).toContain('1 secrets created');
  expect(built.code).toBe(0);
  expect(openByAge()).toContain('kubelet-serving@icc-worker-9:');
  const beside = readdirSync(join(folder, 'profiles'), { recursive: true, withFileTypes: true });
  for (const entry of beside.filter((each) => each.isFile())) {
    const content = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    expect([entry.name, content.includes('PRIVATE KEY')]).toEqual([entry.name, false]);
  }
});

test('without the right identity nothing is done, and the reason is said', () => {
  run({}, 'build', profile);
  run({}, 'secrets', 'encrypt', profile, '--recipient', recipient);
  const before = readFileSync(store);
  const stranger = join(folder, 'stranger');
  execFileSync('age-keygen', ['-o', stranger], { stdio: 'ignore' });
  const cases = [
    [run({}, 'build', profile), '--identity FILE'],
    [run({}, 'build', profile, '--identity', stranger), 'no identity that was given fits'],
  ] as const;
  for (const [result, reason] of cases) {
    expect(result.code).toBe(3);
    expect(result.err).toContain(reason);
  }
  const cut = before.toString().split('\n').toSpliced(20, 3).join('\n');
  writeFileSync(store, cut);
  const damaged = run({}, 'build', profile, '--identity', identity());
  expect(damaged.err).toContain('it is damaged or cut off');
  expect(readFileSync(store, 'utf8')).toBe(cut);
});

test('decrypt puts the plain text back, encrypt knows the recipients', () => {
  run({}, 'build', profile);
  run({}, 'secrets', 'encrypt', profile, '--recipient', recipient);
  expect(run({}, 'secrets', 'decrypt', profile, '--identity', identity()).code).toBe(0);
  expect(readFileSync(store, 'utf8')).toContain(`recipients:\n- ${recipient}\n`);
  expect(run({}, 'secrets', 'encrypt', profile).code).toBe(0);
  expect(openByAge()).toContain('version: 1\n');
  expect(run({}, 'build', profile).code).toBe(3);
  const none = run(
    {},
    'secrets',
    'encrypt',
    join(folder, 'profiles/icc.yaml'),
    '--identity',
    identity(),
  );
  expect(none.code).toBe(0);
});
