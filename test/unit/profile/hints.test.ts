import { describe, expect, it } from 'vitest';
import { read, readParts } from './read.ts';

const machine = { name: 'c1', roles: ['etcd', 'controller', 'worker'], address: '10.0.0.11/24' };

function hintsOf(parts: Record<string, unknown>): string {
  return readParts(parts)
    .found.map(({ hint }) => hint ?? '')
    .join('\n');
}

describe('hints name the change', () => {
  it.each([
    [{ machnes: [] }, 'machines'],
    [{ subnets: [] }, 'network'],
    [{ machines: [{ ...machine, ip: 'x' }] }, 'address'],
    [{ machines: [{ ...machine, hostname: 'x' }] }, 'name'],
    [{ cluster: 'Haus_1' }, 'haus-1'],
    [{ kubernetes: { version: 'v1.36.3' } }, ' 1.36.3'],
    [{ kubernetes: { version: '1.36' } }, 'patch'],
    [{ kubernetes: { version: 1.36 } }, 'full version'],
    [{ machines: [{ ...machine, address: '10.0.0.11' }] }, '10.0.0.11/24'],
    [{ machines: [{ ...machine, address: '10.0.0.256/24' }] }, '“256”'],
    [{ machines: [{ ...machine, mac: '5254.0012.3456' }] }, '52:54:00:12:34:56'],
    [{ machines: [{ ...machine, files: [{ path: 'etc/x', content: '' }] }] }, 'write /etc/x'],
    [{ endpoint: 'api.example.org' }, 'api.example.org:6443'],
    [{ endpoint: 'fd00::1' }, '[fd00::1]:6443'],
    [{ endpoint: 'https://api.example.org' }, 'api.example.org:443'],
    [{ pki: { validity: { leaf: '365 days' } } }, '365d'],
    [{ pki: { backdate: '60' } }, '60h'],
    [{ addons: ['corends'] }, 'coredns'],
    [{ target: { os: 'Ubuntu-24.04' } }, 'ubuntu-24.04'],
    [{ machines: [{ ...machine, roles: 'worker' }] }, '[worker]'],
    [{ kubernetes: { version: '1.36.3', apiServer: { encryptionAtRest: 'Yes' } } }, 'true'],
    [{ kubernetes: { version: '1.36.3', apiServer: { port: '6443' } } }, 'without quotes'],
  ])('%j → %s', (parts, hint) => expect(hintsOf(parts)).toContain(hint));

  it('has one for every finding of a badly written profile', () => {
    const { found } = read({
      'p.yaml': 'version: 2\nfoo: 1\nmachines: {}\nnetwork: []\nendpoint:\n',
    });
    expect(found.length).toBeGreaterThan(5);
    for (const { hint } of found) expect(hint).toBeTruthy();
  });
});

describe('a typo is reported once', () => {
  it('does not also miss the key that was meant', () => {
    const { address, ...rest } = machine;
    expect(readParts({ machines: [{ ...rest, adress: address }] }).codes).toEqual([
      'profile/unknown-key',
    ]);
  });
});

describe('secrets', () => {
  const secret = 'correct-horse';
  it.each([
    [{ defaults: { users: [{ name: 'ops', passwordHash: secret }] } }],
    [{ defaults: { users: [{ name: 'ops', passwordHash: [secret] }] } }],
    [{ defaults: { users: [{ name: 'ops', sshKeys: [`-----BEGIN ${secret}`] }] } }],
    [{ defaults: { users: [{ name: 'ops', sshKeys: secret }] } }],
    [{ defaults: { files: [{ path: '/a', content: { a: secret } }] } }],
    [{ network: { services: 'x', pods: 'y', proxy: { http: `htp://me:${secret}@proxy` } } }],
    [
      {
        kubernetes: {
          version: '1.36.3',
          apiServer: { authenticationWebhook: { url: `http://me:${secret}@login` } },
        },
      },
    ],
  ])('are in no message: %j', (parts) => {
    const { found } = readParts(parts);
    expect(found.length).toBeGreaterThan(0);
    for (const { message, hint } of found) expect(`${message}${hint}`).not.toContain(secret);
  });
});
