import { defineCode } from '../define-codes.ts';

/** Codes of `clusterseed upgrade`. */
export const upgradeCodes = {
  'upgrade/unknown-version': defineCode<{
    to: string;
    minors: readonly string[];
    nearest?: string;
  }>({
    severity: 'error',
    message: ({ to }) => `Kubernetes ${to} is not known`,
    hint: ({ minors, nearest }) =>
      nearest === undefined
        ? `known are the releases of ${minors.join(', ')}`
        : `did you mean ${nearest}?`,
    doc: 'The version to upgrade to is not a release of a supported minor.',
  }),
  'upgrade/downgrade': defineCode<{ from: string; to: string }>({
    severity: 'error',
    message: ({ from, to }) => `${to} is older than ${from}, and Kubernetes supports no downgrade`,
    hint: () => 'set a new cluster up with a snapshot of etcd that the older version made',
    doc: 'Kubernetes supports no downgrade.',
  }),
  'upgrade/skips-minor': defineCode<{ from: string; to: string; next: string }>({
    severity: 'error',
    message: ({ from, to }) => `from ${from} to ${to} a minor would be left out`,
    hint: ({ next }) => `upgrade to ${next} first, on every machine`,
    doc: 'API servers are upgraded one minor at a time (kubernetes.io, Version Skew Policy).',
  }),
  'upgrade/version-not-plain': defineCode<{ to: string }>({
    severity: 'error',
    message: () => 'kubernetes.version is not written here as a plain value',
    hint: ({ to }) => `write version: ${to} there yourself`,
    doc: 'The version comes from an alias or a merge, so that changing it could change something else.',
  }),
};
