import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assembleMachine } from '../../src/compile.ts';
import { addonsScript, labelsScript } from '../../src/components/first-boot/addons-script.ts';
import { compactScript } from '../../src/components/first-boot/compact-script.ts';
import { fetchScript } from '../../src/components/first-boot/fetch-script.ts';
import { legacyScript } from '../../src/components/first-boot/legacy-script.ts';
import { packagesScript } from '../../src/components/first-boot/packages-script.ts';
import { postScript } from '../../src/components/first-boot/post-script.ts';
import { reportScript } from '../../src/components/first-boot/report-script.ts';
import { timeScript } from '../../src/components/first-boot/time-script.ts';
import { routesScript } from '../../src/components/pod-network/routes-script.ts';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { bundleNode } from '../../src/lifecycle/bundle-node.ts';
import { iccFixture, nodeNamed } from '../fixtures/cluster.ts';

const fixture = await iccFixture();
const bundles = ['icc-ctrl-1', 'icc-etcd-1', 'icc-frontend-1'].map((name) => {
  const node = nodeNamed(fixture.cluster, name);
  const machine = assembleMachine(fixture.cluster, node, fixture.secrets, createCollector());
  return [`apply ${name}`, bundleNode({ node, machine })] as const;
});

const scripts = {
  ...Object.fromEntries(bundles),
  addons: addonsScript,
  fetch: fetchScript,
  labels: labelsScript,
  legacy: legacyScript,
  packages: packagesScript,
  post: postScript,
  report: reportScript,
  routes: routesScript,
  time: timeScript,
};

test.each(Object.entries(scripts))('%s.sh: shellcheck finds nothing', (name, script) => {
  const path = join(mkdtempSync(join(tmpdir(), 'shellcheck-')), `${name}.sh`);
  writeFileSync(path, script);
  const { stdout, status } = spawnSync('shellcheck', ['--shell=sh', path], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test.each(Object.entries(scripts))(
  '%s.sh: dash and bash read it as it is shipped',
  (name, script) => {
    const shipped = name.startsWith('apply ') ? script : compactScript(script);
    for (const shell of ['dash', 'bash']) {
      execFileSync(shell, ['-n'], { input: shipped });
    }
  },
);
