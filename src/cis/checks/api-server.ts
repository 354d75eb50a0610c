import { listAt, valueAt } from '../../text/tree.ts';
import { type Check, verdict } from '../check.ts';
import { entriesOf, flagChecks, judgeSuites, podFlags, shown } from '../flags.ts';
import type { Flags, NodeView } from '../node-view.ts';

const source = podFlags('kube-apiserver');
const flags = flagChecks(source);

/** Section 1.2: kube-apiserver. */
export const apiServerChecks = {
  '1.2.1': withFlags(judgeAnonymous),
  '1.2.2': flags.isAbsent('token-auth-file'),
  '1.2.3': flags.has('enable-admission-plugins', 'DenyServiceExternalIPs'),
  '1.2.4': flags.areSet('kubelet-client-certificate', 'kubelet-client-key'),
  '1.2.5': flags.areSet('kubelet-certificate-authority'),
  '1.2.6': withFlags((node, given) =>
    judgeModes(node, given, (modes) => !modes.includes('AlwaysAllow')),
  ),
  '1.2.7': withFlags((node, given) => judgeModes(node, given, (modes) => modes.includes('Node'))),
  '1.2.8': withFlags((node, given) => judgeModes(node, given, (modes) => modes.includes('RBAC'))),
  '1.2.9': flags.has('enable-admission-plugins', 'EventRateLimit'),
  '1.2.10': flags.lacks('enable-admission-plugins', 'AlwaysAdmit'),
  '1.2.11': flags.has('enable-admission-plugins', 'AlwaysPullImages'),
  '1.2.12': flags.lacks('disable-admission-plugins', 'ServiceAccount'),
  '1.2.13': flags.lacks('disable-admission-plugins', 'NamespaceLifecycle'),
  '1.2.14': flags.has('enable-admission-plugins', 'NodeRestriction'),
  '1.2.15': flags.equals('profiling', 'false'),
  '1.2.16': judgeAuditPath,
  '1.2.17': flags.isAtLeast('audit-log-maxage', 30),
  '1.2.18': flags.isAtLeast('audit-log-maxbackup', 10),
  '1.2.19': flags.isAtLeast('audit-log-maxsize', 100),
  '1.2.20': withFlags((_node, given) => {
    const timeout = given.get('request-timeout');
    return timeout === undefined
      ? verdict(true, '--request-timeout not set: 60 s, the default')
      : verdict(!/^0[a-z]*$/.test(timeout), `--request-timeout=${timeout}`);
  }),
  '1.2.21': flags.isNot('service-account-lookup', 'false'),
  '1.2.22': flags.areSet('service-account-key-file'),
  '1.2.23': flags.areSet('etcd-certfile', 'etcd-keyfile'),
  '1.2.24': flags.areSet('tls-cert-file', 'tls-private-key-file'),
  '1.2.25': flags.areSet('client-ca-file'),
  '1.2.26': flags.areSet('etcd-cafile'),
  '1.2.27': flags.areSet('encryption-provider-config'),
  '1.2.28': withFlags(judgeEncryption),
  '1.2.29': withFlags((_node, given) =>
    judgeSuites(entriesOf(given.get('tls-cipher-suites')), '--tls-cipher-suites'),
  ),
  '1.2.30': flags.equals('service-account-extend-token-expiration', 'false'),
} as const;

function withFlags(judge: (node: NodeView, given: Flags) => ReturnType<Check>): Check {
  return (node) => {
    const given = source(node);
    return given && judge(node, given);
  };
}

/** Anonymous requests are refused by the flag, or by the configuration file that replaces it. */
function judgeAnonymous(node: NodeView, given: Flags): ReturnType<Check> {
  const path = given.get('authentication-config');
  if (path === undefined) {
    return verdict(given.get('anonymous-auth') === 'false', shown(given, 'anonymous-auth'));
  }
  const [config] = node.documents(path);
  if (valueAt(config, 'anonymous', 'enabled') === false) {
    return verdict(true, `${path} refuses anonymous requests`);
  }
  const paths = listAt(config, 'anonymous', 'conditions').map((condition) =>
    String(valueAt(condition, 'path')),
  );
  const reach = paths.length === 0 ? 'are taken' : `reach ${paths.join(', ')} only`;
  return verdict(false, `by ${path} anonymous requests ${reach}`);
}

/** Modes by the flag, or by the types in the configuration file that replaces it; without both everything is allowed. */
function judgeModes(
  node: NodeView,
  given: Flags,
  holds: (modes: readonly string[]) => boolean,
): ReturnType<Check> {
  const path = given.get('authorization-config');
  if (path !== undefined) {
    const types = listAt(node.documents(path)[0], 'authorizers').map((authorizer) =>
      String(valueAt(authorizer, 'type')),
    );
    return verdict(holds(types), `${path}: ${types.join(', ')}`);
  }
  const modes = entriesOf(given.get('authorization-mode') ?? 'AlwaysAllow');
  return verdict(holds(modes), shown(given, 'authorization-mode'));
}

/** A log in the container goes with it, so its directory must be the host's. */
function judgeAuditPath(node: NodeView): ReturnType<Check> {
  const pod = node.pod('kube-apiserver');
  if (pod === undefined) return undefined;
  const path = pod.flags.get('audit-log-path');
  if (path === undefined) return verdict(false, '--audit-log-path not set');
  const kept = pod.writable.some((mount) => path === mount || path.startsWith(`${mount}/`));
  return verdict(kept, `--audit-log-path=${path}, ${kept ? 'on the host' : 'in the container'}`);
}

function judgeEncryption(node: NodeView, given: Flags): ReturnType<Check> {
  const path = given.get('encryption-provider-config');
  if (path === undefined) return verdict(false, '--encryption-provider-config not set');
  const [entry] = listAt(node.documents(path)[0], 'resources');
  const [first] = listAt(entry, 'providers');
  const [provider = 'nothing'] = Object.keys(first ?? {});
  const strong = ['aescbc', 'kms', 'secretbox'].includes(provider);
  return verdict(strong, `${path} writes Secrets with ${provider}`);
}
