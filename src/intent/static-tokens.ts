import { readYaml } from '../text/read-yaml.ts';
import { valueAt } from '../text/tree.ts';
import type { Lint } from './lint.ts';

/**
 * No manifest of the profile creates a token without an end. Our own bootstrap token is not reported: no setting would
 * change it, and the CIS report tells of it (docs/decisions/0004). Reports intent/static-token.
 */
export const lintStaticTokens: Lint = ({ profile, sources }, diagnostics) => {
  for (const [index, addon] of profile.addons.entries()) {
    if (typeof addon !== 'object') continue;
    const { manifest } = addon;
    for (const object of objectsOf(sources.get(manifest) ?? '')) {
      const kind = endlessToken(object);
      if (kind === undefined) continue;
      const name = valueAt(object, 'metadata', 'name');
      const secret = (typeof name === 'string' ? name : '(without a name)').slice(0, 120);
      const at = ['addons', index, 'manifest'];
      diagnostics.report('intent/static-token', at, { manifest, secret, kind });
    }
  }
};

function endlessToken(object: unknown): string | undefined {
  if (valueAt(object, 'kind') !== 'Secret') return undefined;
  const type = valueAt(object, 'type');
  if (type === 'kubernetes.io/service-account-token') return 'service-account token';
  if (type !== 'bootstrap.kubernetes.io/token') return undefined;
  const ends = ['data', 'stringData'].some(
    (part) => valueAt(object, part, 'expiration') !== undefined,
  );
  return ends ? undefined : 'bootstrap token';
}

/** A manifest that is no YAML is for kubectl to refuse. */
function objectsOf(text: string): unknown[] {
  return (readYaml(text) ?? []).flatMap((object) => {
    const items = valueAt(object, 'items');
    return Array.isArray(items) ? items : [object];
  });
}
