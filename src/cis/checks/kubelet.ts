import { listAt } from '../../text/tree.ts';
import { type Check, verdict } from '../check.ts';
import { entriesOf, judgeSuites, shown } from '../flags.ts';
import { isGateOff } from '../gates.ts';
import { kubeletFlags, kubeletSetting } from '../kubelet.ts';
import type { NodeView } from '../node-view.ts';

/** Section 4.2: what the kubelet goes by, flags before its configuration file. */
export const kubeletChecks = {
  '4.2.1': setting(
    'anonymous-auth',
    'authentication.anonymous.enabled',
    (text) => text === 'false',
  ),
  '4.2.2': setting(
    'authorization-mode',
    'authorization.mode',
    (text) => text !== undefined && text !== 'AlwaysAllow',
  ),
  '4.2.3': setting('client-ca-file', 'authentication.x509.clientCAFile', isGiven),
  '4.2.4': setting('read-only-port', 'readOnlyPort', (text) => text === undefined || text === '0'),
  '4.2.5': setting(
    'streaming-connection-idle-timeout',
    'streamingConnectionIdleTimeout',
    (text) => text === undefined || !/^0[a-z]*$/.test(text),
  ),
  '4.2.6': setting(
    'make-iptables-util-chains',
    'makeIPTablesUtilChains',
    (text) => text !== 'false',
  ),
  '4.2.7': (node: NodeView) => {
    const flags = kubeletFlags(node);
    return flags && verdict(!flags.has('hostname-override'), shown(flags, 'hostname-override'));
  },
  '4.2.8': setting(
    'event-qps',
    'eventRecordQPS',
    (text) => text === undefined || Number(text) >= 0,
  ),
  '4.2.9': both(
    setting('tls-cert-file', 'tlsCertFile', isGiven),
    setting('tls-private-key-file', 'tlsPrivateKeyFile', isGiven),
  ),
  '4.2.10': setting('rotate-certificates', 'rotateCertificates', (text) => text !== 'false'),
  '4.2.11': judgeServerRotation,
  '4.2.12': judgeCiphers,
  '4.2.13': setting('pod-max-pids', 'podPidsLimit', (text) => Number(text) > 0),
  '4.2.14': setting('seccomp-default', 'seccompDefault', (text) => text === 'true'),
} as const;

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function setting(flag: string, field: string, holds: (text: string | undefined) => boolean): Check {
  return (node) => {
    const flags = kubeletFlags(node);
    if (flags === undefined) return undefined;
    const value = kubeletSetting(node, flag, field);
    const text = value === undefined ? undefined : String(value);
    const found = flags.has(flag) ? shown(flags, flag) : `${field} ${text ?? 'not set'}`;
    return verdict(holds(text), found);
  };
}

function both(first: Check, second: Check): Check {
  return (node) => {
    const [one, other] = [first(node), second(node)];
    if (one === undefined || other === undefined) return undefined;
    const holds = one.status === 'pass' && other.status === 'pass';
    return verdict(holds, `${one.found}, ${other.found}`);
  };
}

function judgeServerRotation(node: NodeView): ReturnType<Check> {
  const flags = kubeletFlags(node);
  if (flags === undefined) return undefined;
  const gate = 'RotateKubeletServerCertificate';
  const field = kubeletSetting(node, '', `featureGates.${gate}`);
  const off = field === false || isGateOff(flags.get('feature-gates'), gate);
  return verdict(!off, off ? `${gate} is off` : `${gate} on by default`);
}

function judgeCiphers(node: NodeView): ReturnType<Check> {
  if (kubeletFlags(node) === undefined) return undefined;
  const value = kubeletSetting(node, 'tls-cipher-suites', 'tlsCipherSuites');
  const suites = typeof value === 'string' ? entriesOf(value) : listAt(value).map(String);
  return judgeSuites(suites, 'tlsCipherSuites');
}
