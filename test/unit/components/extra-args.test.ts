import { describe, expect, test } from 'vitest';
import { checkExtraArgs, mergeFlags } from '../../../src/components/extra-args.ts';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import type { Profile } from '../../../src/profile/schema/profile.ts';
import { iccProfile, planFixture } from '../../fixtures/cluster.ts';

interface Extra {
  readonly apiServer?: Profile['etcd']['extraArgs'];
  readonly kubelet?: Profile['etcd']['extraArgs'];
  readonly etcd?: Profile['etcd']['extraArgs'];
  readonly version?: string;
}

function check({ apiServer = {}, kubelet = {}, etcd = {}, version = '1.36.3' }: Extra) {
  const { profile } = planFixture(iccProfile());
  const { kubernetes } = profile;
  const diagnostics = createCollector();
  checkExtraArgs(
    {
      ...profile,
      kubernetes: {
        ...kubernetes,
        version,
        apiServer: { ...kubernetes.apiServer, extraArgs: apiServer },
        kubelet: { ...kubernetes.kubelet, extraArgs: kubelet },
      },
      etcd: { ...profile.etcd, extraArgs: etcd },
    },
    diagnostics,
  );
  return diagnostics.all.map(({ code, path, hint, severity }) => ({
    code,
    path: path.join('.'),
    hint,
    severity,
  }));
}

describe('checkExtraArgs', () => {
  test('accepts known flags with fitting values', () => {
    const apiServer = {
      'max-requests-inflight': 800,
      'event-ttl': '2h',
      'runtime-config': ['api/beta=false'],
      'feature-gates': 'AllAlpha=false',
      'tls-cipher-suites': ['TLS_AES_128_GCM_SHA256'],
    };
    expect(check({ apiServer, etcd: { 'heartbeat-interval': 200 } })).toEqual([]);
  });

  test('names the nearest flag for an unknown one', () => {
    expect(check({ apiServer: { 'max-request-inflight': 1, '--event-ttl': '1h' } })).toEqual([
      {
        code: 'components/unknown-flag',
        path: 'kubernetes.apiServer.extraArgs.max-request-inflight',
        hint: 'did you mean max-requests-inflight?',
        severity: 'error',
      },
      {
        code: 'components/unknown-flag',
        path: 'kubernetes.apiServer.extraArgs.--event-ttl',
        hint: 'did you mean event-ttl?',
        severity: 'error',
      },
    ]);
  });

  test('tells when a flag came or went', () => {
    const old = check({ apiServer: { 'tls-curve-preferences': [29] }, version: '1.35.3' });
    expect(old).toMatchObject([
      { code: 'components/flag-not-in-version', hint: '--tls-curve-preferences came with 1.36' },
    ]);
    expect(check({ apiServer: { 'cloud-provider': 'external' } })).toMatchObject([
      {
        code: 'components/flag-not-in-version',
        hint: '--cloud-provider was removed in 1.33; run an external cloud controller manager',
      },
    ]);
    expect(check({ kubelet: { 'pod-infra-container-image': 'x' } })).toMatchObject([
      { code: 'components/flag-not-in-version' },
    ]);
    expect(check({ etcd: { 'enable-v2': true } })).toMatchObject([
      { code: 'components/flag-not-in-version', path: 'etcd.extraArgs.enable-v2' },
    ]);
  });

  test('refuses a value of another type, without repeating it', () => {
    const diagnostics = check({
      apiServer: { 'event-ttl': '1y', 'max-requests-inflight': 'lots' },
    });
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'components/wrong-flag-type',
      'components/wrong-flag-type',
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('lots');
  });

  test('refuses flags that are ours or exclude ours', () => {
    const apiServer = {
      'etcd-servers': 'https://x',
      'anonymous-auth': false,
      'oidc-client-id': 'x',
    };
    expect(check({ apiServer }).map(({ code }) => code)).toEqual(
      Array(3).fill('components/managed-flag'),
    );
    expect(check({ etcd: { 'quota-backend-bytes': 1 } })).toMatchObject([
      { code: 'components/managed-flag', hint: 'use etcd.quotaBackendGiB' },
    ]);
  });

  test('warns of deprecated flags', () => {
    expect(check({ kubelet: { 'max-pods': 200 } })).toMatchObject([
      { code: 'components/deprecated-flag', severity: 'warning' },
    ]);
  });
});

describe('mergeFlags', () => {
  test('keeps our order, lets a default be replaced and adds the rest by name', () => {
    const args = mergeFlags(
      'kube-apiserver',
      '1.36.3',
      { 'secure-port': 6443, profiling: false, 'goaway-chance': undefined },
      { v: 4, profiling: true, 'event-ttl': '2h' },
    );
    expect(args).toEqual(['--secure-port=6443', '--profiling=true', '--event-ttl=2h', '--v=4']);
  });

  test('throws on a flag that does not exist: that would be our own mistake', () => {
    expect(() => mergeFlags('etcd', '3.6.8', { 'no-such-flag': 1 }, {})).toThrow(TypeError);
  });
});
