import { expect, test } from 'vitest';
import { checkProfile } from '../../../src/compile.ts';

const profile = (accept: string) => `version: 1
cluster: lab
kubernetes: { version: 1.36.3 }
network: { services: 10.96.0.0/16, pods: 10.244.0.0/16 }
endpoint: 10.0.0.11:6443
${accept}
defaults: { users: [{ name: ops }] }
machines:
  - { name: c1, roles: [etcd, controller], address: 10.0.0.11/24, users: [{ name: own }] }
  - { name: w1, roles: [worker], address: 10.0.0.12/24, users: [{ name: other }] }
`;

const check = (accept = '') =>
  checkProfile('lab.yaml', new Map([['lab.yaml', profile(accept)]])).diagnostics;
const codesOf = (list: readonly { code: string; path: readonly (string | number)[] }[]) =>
  list.map(({ code, path }) => `${code} ${path.join('.')}`).sort();

const controller = 'intent/single-controller machines.0.roles';
const logins = ['defaults', 'machines.0', 'machines.1'].map(
  (place) => `intent/no-login ${place}.users.0.name`,
);

test('without accept every warning is shown and none is accepted', () => {
  expect(codesOf(check().all)).toEqual([...logins, controller]);
  expect(check().accepted).toEqual([]);
});

test('an accepted warning is not among the findings, and is listed with its reason and place', () => {
  const found = check('accept: [{ code: intent/no-login, reason: keys come from LDAP }]');
  expect(codesOf(found.all)).toEqual([controller]);
  expect(codesOf(found.accepted)).toEqual(logins);
  for (const { reason, severity, span } of found.accepted) {
    expect(reason).toBe('keys come from LDAP');
    expect(severity).toBe('warning');
    expect(span?.file).toBe('lab.yaml');
  }
});

test('machine and path narrow what is accepted', () => {
  const byMachine = check('accept: [{ code: intent/no-login, machine: w1, reason: a lab }]');
  expect(codesOf(byMachine.accepted)).toEqual(['intent/no-login machines.1.users.0.name']);
  const byPath = check('accept: [{ code: intent/no-login, path: defaults.users, reason: a lab }]');
  expect(codesOf(byPath.accepted)).toEqual(['intent/no-login defaults.users.0.name']);
  const nearly = check('accept: [{ code: intent/no-login, path: defaults.use, reason: a lab }]');
  expect(codesOf(nearly.accepted)).toEqual([]);
  expect(nearly.all.map(({ code }) => code)).toContain('accept/stale');
});

test('what is broken stays broken: an error is never accepted', () => {
  const found = check('accept: [{ code: profile/no-controller, reason: we like it }]');
  expect(found.hasErrors()).toBe(true);
  expect(found.accepted).toEqual([]);
});
