import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { checkProfile, compileNodes, type Secrets } from '../../../src/index.ts';
import { rotateSecret } from '../../../src/lifecycle/rotate.ts';
import { rotatableNames } from '../../../src/pki/rotation.ts';
import type { Cluster } from '../../../src/plan/cluster.ts';
import { prepareSecrets } from '../../../src/prepare.ts';
import { listReferences } from '../../../src/profile/list-references.ts';
import { operatingSystemNames, supportedMinors } from '../../../src/profile/schema/names.ts';
import { starterProfile } from '../../../src/profile/starter.ts';
import { casesDirectory, readSources } from '../../diagnostics/run-case.ts';
import { fixtureNow, iccProfile } from '../../fixtures/cluster.ts';
import { makeCompanyPki, withOwnCas } from '../../fixtures/own-ca.ts';

const root = join(import.meta.dirname, '../../..');
const profiles = join(root, 'profiles');

/** A profile of profiles/ with the files beside it. */
function shipped(name: string): Map<string, string> {
  const path = join(profiles, name);
  const sources = new Map([[name, readFileSync(path, 'utf8')]]);
  for (const file of listReferences(name, sources)) {
    sources.set(file, readFileSync(join(dirname(path), file), 'utf8'));
  }
  return sources;
}

/** What compiling every node finds; undefined when the profile itself is refused. */
async function compiled(name: string, sources: ReadonlyMap<string, string>) {
  const { cluster } = checkProfile(name, sources);
  if (cluster === undefined) return undefined;
  return { cluster, findings: findingsOf(cluster, await secretsOf(cluster)) };
}

async function secretsOf(cluster: Cluster): Promise<Secrets> {
  const diagnostics = createCollector();
  const input = { cluster, existing: undefined, now: fixtureNow, diagnostics };
  const prepared = await prepareSecrets(input);
  if (prepared === undefined) throw new Error('no secrets');
  return prepared.secrets;
}

function findingsOf(cluster: Cluster, secrets: Secrets): string[] {
  const diagnostics = createCollector();
  for (const _ of compileNodes(cluster, secrets, diagnostics, fixtureNow));
  return diagnostics.all
    .filter(({ code }) => /^(machine|internal)\//.test(code))
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('nothing is said about', () => {
  // A build leaves secrets beside the profile.
  const names = readdirSync(profiles).filter((name) => /(?<!\.secrets)\.yaml$/.test(name));
  it.each(names)('profiles/%s', async (name) => {
    expect((await compiled(name, shipped(name)))?.findings).toEqual([]);
  });

  it('the starter profile', async () => {
    const text = starterProfile({ cluster: 'first' });
    expect((await compiled('first.yaml', new Map([['first.yaml', text]])))?.findings).toEqual([]);
  });

  it.each(operatingSystemNames)('ICC on %s', async (os) => {
    const { name, sources } = iccProfile((text) =>
      text.replace('os: ubuntu-24.04', `os: ${os}`).replace(/format: .*/, ''),
    );
    expect((await compiled(name, sources))?.findings).toEqual([]);
  });

  it.each(supportedMinors)('ICC with Kubernetes %s', async (minor) => {
    const { name, sources } = iccProfile((text) =>
      text.replace('version: 1.36.3', `version: ${minor}.0`),
    );
    const sums = (await compiled(name, sources))?.findings;
    expect(sums ?? []).toEqual([]);
  });

  it('one machine that is everything, in IPv6, behind a proxy, with a mirror', async () => {
    const text = `version: 1
cluster: one
kubernetes: { version: 1.36.3, apiServer: { port: 443 } }
endpoint: one:6443
network:
  services: fd00:96::/112
  pods: fd00:200::/48
  nodeMask: 64
  proxy: { http: "http://proxy.example:3128" }
mirror: { files: "http://mirror.example/a/", images: "registry.example:5000/all", insecureImages: true }
machines:
  - { name: one, roles: [etcd, controller, worker, frontend], address: "fd00:10::1/64" }
`;
    expect((await compiled('one.yaml', new Map([['one.yaml', text]])))?.findings).toEqual([]);
  });

  it('the examples of the docs', async () => {
    const docs = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
    const texts = docs
      .filter((name) => name.endsWith('.md'))
      .flatMap(
        (name) => readFileSync(join(root, name), 'utf8').match(/^```yaml\n.*?^```$/gms) ?? [],
      )
      .map((block) => block.replace(/^```yaml\n/, '').replace(/```$/, ''))
      .filter((text) => /^version: 1$/m.test(text));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect((await compiled('doc.yaml', new Map([['doc.yaml', text]])))?.findings ?? []).toEqual(
        [],
      );
    }
  });

  it('the cases of test/diagnostics that compile', async () => {
    for (const name of readdirSync(casesDirectory).filter((each) => each.endsWith('.yaml'))) {
      const text = readFileSync(join(casesDirectory, name), 'utf8');
      const found = await compiled(name, readSources(name, text));
      if (found !== undefined) expect([name, found.findings]).toEqual([name, []]);
    }
  });
});

describe('nothing is said in the middle of a rotation', () => {
  it.each(rotatableNames)('of %s', async (name) => {
    const { sources } = iccProfile();
    const { cluster } = checkProfile('icc.yaml', sources);
    if (cluster === undefined) throw new Error('no cluster');
    let secrets = await secretsOf(cluster);
    for (let stage = 0; stage < 3; stage += 1) {
      const diagnostics = createCollector();
      const moved = await rotateSecret({
        cluster,
        secrets,
        name,
        move: 'next',
        now: fixtureNow,
        diagnostics,
      });
      if (moved === undefined) throw new Error(JSON.stringify(diagnostics.all));
      secrets = moved.secrets;
      expect([stage, findingsOf(cluster, secrets)]).toEqual([stage, []]);
    }
  });
});

it('nothing is said about CAs of a company', async () => {
  const cas = {
    kubernetes: makeCompanyPki('kubernetes'),
    etcd: makeCompanyPki('etcd'),
    frontProxy: makeCompanyPki('front-proxy'),
  };
  const { name, sources } = withOwnCas(iccProfile(), cas);
  expect((await compiled(name, sources))?.findings).toEqual([]);
});
