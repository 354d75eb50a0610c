import { expect, it } from 'vitest';
import { artifactNames } from '../../../src/index.ts';
import { lockMachines, lockSchema } from '../../../src/mirror/lock.ts';
import { listManifestImages } from '../../../src/mirror/manifest-images.ts';
import { iccMachines } from '../../fixtures/compiled.ts';

it('names every download and image of every machine, by its official URL', () => {
  const machines = iccMachines();
  const lock = lockMachines('icc', machines, ['registry.example.org/own:1']);
  expect(lockSchema.parse(lock)).toEqual(lock);
  const hashes = new Set(lock.files.map(({ sha256 }) => sha256));
  const references = lock.images.map(({ reference }) => reference);
  for (const { downloads, images } of machines) {
    for (const { sha256 } of downloads) expect(hashes).toContain(sha256);
    for (const image of images) expect(references).toContain(image);
  }
  expect(lock.files.map(({ path }) => path.split('/')[0]).sort()).toEqual(
    artifactNames.filter((name) => name !== 'kubernetes-node').sort(), // of old Kubernetes only
  );
  expect(lock.files).toContainEqual({
    path: 'kubelet/1.36.3/amd64/kubelet',
    url: 'https://dl.k8s.io/release/v1.36.3/bin/linux/amd64/kubelet',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(lock.images).toContainEqual({
    reference: 'registry.example.org/own:1',
    architectures: ['amd64'],
  });
  expect(lockMachines('icc', machines.toReversed(), ['registry.example.org/own:1'])).toEqual(lock);
});

it('finds the images of manifests, in pods and in their templates', () => {
  const pod =
    '{ initContainers: [{ name: a, image: "one:1" }], containers: [{ name: b, image: two }] }';
  const text = `kind: Pod\nspec: ${pod}\n---\nkind: List\nitems: [{ kind: Deployment, spec: { template: { spec: { containers: [{ image: three }] } } } }]\n---\nkind: ConfigMap\ndata: { image: none }\n`;
  expect(listManifestImages(text)).toEqual(['one:1', 'three', 'two']);
  expect(listManifestImages('')).toEqual([]);
});
