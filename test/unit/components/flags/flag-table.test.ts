import { describe, expect, test } from 'vitest';
import { fixedFlags } from '../../../../src/components/flags/fixed-flags.ts';
import {
  flagDefinition,
  flagNames,
  flagRow,
  hasFlag,
  programs,
} from '../../../../src/components/flags/flag-table.ts';

describe('the flag table', () => {
  test.each([
    ['kube-apiserver', '1.36.3', 177],
    ['kube-controller-manager', '1.36.3', 150],
    ['kube-scheduler', '1.36.3', 62],
    ['kubelet', '1.36.3', 149],
    ['kube-proxy', '1.36.3', 59],
  ] as const)('%s %s has %i flags', (program, version, count) => {
    expect(flagNames(program, version)).toHaveLength(count);
  });

  test.each([
    ['kube-apiserver', 'tls-curve-preferences', { '1.35.0': false, '1.36.0': true }],
    ['kube-apiserver', 'min-compatibility-version', { '1.34.9': false, '1.35.0': true }],
    ['kubelet', 'pod-infra-container-image', { '1.34.3': true, '1.35.0': false }],
    ['etcd', 'feature-gates', { '3.5.24': false, '3.6.8': true, '3.7.0': true }],
    [
      'etcd',
      'experimental-initial-corrupt-check',
      { '3.5.24': true, '3.6.8': true, '3.7.0': false },
    ],
    ['etcd', 'enable-v2', { '3.5.24': true, '3.6.8': false }],
  ] as const)('%s --%s by version', (program, flag, expected) => {
    const found = Object.keys(expected).map((version) => [
      version,
      hasFlag(program, version, flag),
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test('knows nothing by an inherited name', () => {
    expect(flagDefinition('kubelet', '1.36.3', 'constructor')).toBeUndefined();
  });

  test('every fixed flag exists', () => {
    const unknown = programs.flatMap((program) =>
      Object.keys(fixedFlags[program]).filter((flag) => flagRow(program, flag) === undefined),
    );
    expect(unknown.filter((flag) => flag !== 'help')).toEqual([]);
  });
});
