import type { Build } from './build.ts';

/** Why a node must be booted anew that its files do not show: what its profile says about the VM itself. */
export function settledReasons(name: string, before: Build, after: Build): string[] {
  const [old, now] = [before, after].map(({ source }) =>
    source?.cluster.nodes.find((node) => node.name === name),
  );
  if (old === undefined || now === undefined) return [];
  const aspects = [
    ['operating system', old.os, now.os],
    ['architecture', old.arch, now.arch],
    ['platform', old.platform, now.platform],
    ['MAC address', old.mac ?? 'none', now.mac ?? 'none'],
    ['roles', [...old.roles].sort().join(' and '), [...now.roles].sort().join(' and ')],
  ] as const;
  return aspects
    .filter(([, was, is]) => was !== is)
    .map(([aspect, was, is]) => `another ${aspect}: ${was}, now ${is}`);
}
