import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { icc17Machines } from '../../fixtures/compiled.ts';
import objects from '../../fixtures/kubernetes-1.7-objects.json' with { type: 'json' };

type Tree = Readonly<Record<string, unknown>>;

const kinds: Readonly<Record<string, string>> = objects.kinds;
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = objects.types;

/** Kinds that the API server's own description does not have (they are served by another part of it). */
const undescribed = ['apiextensions.k8s.io/v1beta1 CustomResourceDefinition'];

/** Fields that Kubernetes 1.7 would drop without a word, and values of another type, by their place. */
function faults(type: string, value: unknown, place: string): string[] {
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item, index) => faults(type.slice(2), item, `${place}[${index}]`));
  }
  if (type.startsWith('{}')) {
    return Object.entries(value as Tree).flatMap(([key, item]) =>
      faults(type.slice(2), item, `${place}.${key}`),
    );
  }
  const fields = types[type];
  if (fields === undefined) return fits(type, value) ? [] : [`${place} is no ${type}`];
  return Object.entries(value as Tree).flatMap(([key, item]) => {
    const known = fields[key];
    return known === undefined
      ? [`${place}.${key} is unknown`]
      : faults(known, item, `${place}.${key}`);
  });
}

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
    case 'string':
      return typeof value === type;
    default:
      return ['string', 'number'].includes(typeof value);
  }
}

const manifests = icc17Machines()
  .filter(({ name }) => name === 'icc-ctrl-1')
  .flatMap(({ files }) => files)
  .filter(({ path }) => /^\/etc\/kubernetes\/(manifests|addons)\//.test(path));

test('the static pods and every addon are looked at', () => {
  expect(manifests.map(({ path }) => path.replace('/etc/kubernetes/', '')).sort()).toEqual([
    'addons/10-rbac.yaml',
    'addons/20-kube-proxy.yaml',
    'addons/30-icc-1.7-canal.yaml',
    'addons/90-icc-1.7-kube-dns.yaml',
    'addons/91-icc-1.7-ldap-webhook.yaml',
    'manifests/kube-apiserver.yaml',
    'manifests/kube-controller-manager.yaml',
    'manifests/kube-scheduler.yaml',
  ]);
});

test.each(manifests)('$path has only kinds and fields of Kubernetes 1.7.2', ({ content }) => {
  for (const document of loadAll(String(content)) as Tree[]) {
    const kind = `${document.apiVersion} ${document.kind}`;
    if (undescribed.includes(kind)) continue;
    expect(Object.keys(kinds)).toContain(kind);
    expect(faults(kinds[kind] ?? '', document, kind)).toEqual([]);
  }
});

test('a field of later versions is found, so the silence counts', () => {
  const pod = { spec: { priorityClassName: 'x', containers: [{ startupProbe: {} }] } };
  expect(faults('api.v1.Pod', pod, 'Pod')).toEqual([
    'Pod.spec.priorityClassName is unknown',
    'Pod.spec.containers[0].startupProbe is unknown',
  ]);
});
