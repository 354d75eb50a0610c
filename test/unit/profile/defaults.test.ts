import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../../src/profile/defaults.ts';
import { validProfile } from './read.ts';

const machine = { name: 'c1', roles: ['worker', 'controller', 'etcd'], address: '10.0.0.11/24' };

function settings(parts: Record<string, unknown>, own: Record<string, unknown> = {}) {
  const profile = validProfile({ ...parts, machines: [{ ...machine, ...own }] });
  const [first] = profile.machines;
  if (first === undefined) throw new Error('the profile has a machine');
  return settingsOf(profile, first);
}

describe('settingsOf', () => {
  it('fills everything', () => {
    expect(settings({})).toEqual({
      os: 'ubuntu-24.04',
      arch: 'amd64',
      platform: 'plain',
      delivery: 'inline',
      labels: {},
      taints: [],
      users: [],
      files: [],
      units: [],
      packages: [],
      modules: [],
      sysctls: {},
      kubeletConfig: {},
    });
  });

  it('takes single values from the nearest: machine, worker, controller, etcd, defaults, target', () => {
    const layers = {
      target: { os: 'debian-12' },
      defaults: { os: 'debian-13' },
      roles: { controller: { os: 'ubuntu-22.04' }, worker: { os: 'ubuntu-24.04' } },
    };
    expect(settings(layers, { os: 'flatcar' }).os).toBe('flatcar');
    expect(settings(layers).os).toBe('ubuntu-24.04');
    expect(settings({ ...layers, roles: { controller: { os: 'ubuntu-22.04' } } }).os).toBe(
      'ubuntu-22.04',
    );
    expect(settings({ ...layers, roles: {} }).os).toBe('debian-13');
    expect(settings({ target: layers.target }).os).toBe('debian-12');
  });

  it('knows machines of several platforms in one cluster', () => {
    const layers = {
      target: { platform: 'openstack', store: { url: 'https://seed.example.org' } },
      roles: { worker: { platform: 'aws', delivery: 'split' } },
    };
    expect(settings(layers)).toMatchObject({ platform: 'aws', delivery: 'split' });
    const own = { platform: 'pxe', delivery: 'inline' };
    expect(settings(layers, own)).toMatchObject(own);
  });

  it('merges mappings by key and texts numbers of sysctls', () => {
    const merged = settings(
      {
        defaults: { labels: { a: '1', b: '1' }, sysctls: { 'vm.a': 1, 'vm.b': 2 } },
        roles: { worker: { labels: { b: '2' } } },
      },
      { labels: { c: '3' }, sysctls: { 'vm.b': '3' } },
    );
    expect(merged.labels).toEqual({ a: '1', b: '2', c: '3' });
    expect(merged.sysctls).toEqual({ 'vm.a': '1', 'vm.b': '3' });
  });

  it('adds lists up; of one identity the nearest stays where the first was', () => {
    const merged = settings(
      {
        defaults: {
          files: [
            { path: '/a', content: 'far' },
            { path: '/b', content: 'b' },
          ],
          packages: ['htop', 'jq'],
          taints: [{ key: 'k', value: '1', effect: 'NoSchedule' }],
          users: [{ name: 'ops', shell: '/bin/sh' }],
        },
        roles: { etcd: { packages: ['jq', 'curl'] } },
      },
      {
        files: [{ path: '/a', content: 'near' }],
        taints: [
          { key: 'k', value: '2', effect: 'NoSchedule' },
          { key: 'k', effect: 'NoExecute' },
        ],
        users: [{ name: 'ops' }],
      },
    );
    expect(merged.files.map(({ path, content }) => [path, content])).toEqual([
      ['/a', 'near'],
      ['/b', 'b'],
    ]);
    expect(merged.packages).toEqual(['htop', 'jq', 'curl']);
    expect(merged.taints.map(({ value, effect }) => [value, effect])).toEqual([
      ['2', 'NoSchedule'],
      ['', 'NoExecute'],
    ]);
    expect(merged.users).toMatchObject([{ name: 'ops', shell: '/bin/bash' }]);
  });

  it('merges kubelet configuration deeply, lists replaced', () => {
    const merged = settings(
      {
        kubernetes: {
          version: '1.36.3',
          kubelet: { config: { maxPods: 1, evictionHard: { a: '1', b: '1' } } },
        },
        roles: { worker: { kubelet: { config: { evictionHard: { b: '2' }, list: [1] } } } },
      },
      { kubelet: { config: { list: [2] } } },
    );
    expect(merged.kubeletConfig).toEqual({
      maxPods: 1,
      evictionHard: { a: '1', b: '2' },
      list: [2],
    });
  });

  it('does not change the profile', () => {
    const profile = validProfile({ defaults: { kubelet: { config: { a: { b: 1 } } } } });
    const before = structuredClone(profile);
    for (const each of profile.machines) settingsOf(profile, each);
    expect(profile).toEqual(before);
  });
});
