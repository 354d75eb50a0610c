import { expect, test } from 'vitest';
import { checkArtifacts } from '../../../src/artifacts/check-artifacts.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { ProfileInput } from '../../../src/profile/schema/profile.ts';
import { iccProfile, planned, smallProfile } from '../plan/sample-cluster.ts';

function findings(profile: ProfileInput) {
  const diagnostics = createCollector();
  checkArtifacts(planned(profile), diagnostics);
  return diagnostics.all.map(({ code, path, message }) => [code, path.join('.'), message]);
}

const code = 'artifacts/unknown-checksum';
const unknown = (what: string) =>
  `no checksum is known for ${what} (amd64), so first boot could not verify it`;

test('the ICC cluster downloads nothing unchecked', () => {
  expect(findings(iccProfile())).toEqual([]);
});

test('an unknown Kubernetes patch is reported where it is chosen, once per program', () => {
  expect(findings(smallProfile({ kubernetes: { version: '1.36.99' } }))).toEqual([
    [code, 'kubernetes.version', unknown('kubelet 1.36.99')],
    [code, 'kubernetes.version', unknown('kubectl 1.36.99')],
  ]);
});

test('versions of other programs are reported at their own lines', () => {
  const profile = smallProfile({
    etcd: { version: '3.6.99' },
    versions: { containerd: '9.0.0', runc: '9.0.1', cniPlugins: '9.0.2', crictl: '9.0.3' },
  });
  expect(findings(profile).map(([, path]) => path)).toEqual([
    'etcd.version',
    'versions.containerd',
    'versions.runc',
    'versions.cniPlugins',
    'versions.crictl',
  ]);
});

test('the hint names versions of the same minor and the way out', () => {
  const diagnostics = createCollector();
  checkArtifacts(planned(smallProfile({ etcd: { version: '3.6.99' } })), diagnostics);
  expect(diagnostics.all[0]?.hint).toMatch(
    /^use one of 3\.6\.14, 3\.6\.13, .* mirror\.checksums: etcd\/3\.6\.99\/amd64$/,
  );
});

test('a checksum of one’s own is enough', () => {
  const checksums = { 'etcd/3.6.99/amd64': 'a'.repeat(64) };
  expect(findings(smallProfile({ etcd: { version: '3.6.99' }, mirror: { checksums } }))).toEqual(
    [],
  );
});

test('what the operating system brings is not asked for', () => {
  const profile = smallProfile({ target: { os: 'flatcar' }, versions: { containerd: '9.0.0' } });
  expect(findings(profile)).toEqual([]);
});
