import { type Check, verdict } from '../check.ts';
import { type FlagSource, flagChecks } from '../flags.ts';
import type { NodeView } from '../node-view.ts';

const source: FlagSource = (node) => node.service('etcd.service') ?? node.pod('etcd')?.flags;
const flags = flagChecks(source);

/** Section 2: etcd. */
export const etcdChecks = {
  '2.1': flags.areSet('cert-file', 'key-file'),
  '2.2': flags.equals('client-cert-auth', 'true'),
  '2.3': flags.isNot('auto-tls', 'true'),
  '2.4': flags.areSet('peer-cert-file', 'peer-key-file'),
  '2.5': flags.equals('peer-client-cert-auth', 'true'),
  '2.6': flags.isNot('peer-auto-tls', 'true'),
  '2.7': judgeOwnCa,
} as const;

/** A controller has both CAs: what it trusts of etcd must not be what it trusts of clients. */
function judgeOwnCa(node: NodeView): ReturnType<Check> {
  const given = node.pod('kube-apiserver')?.flags;
  if (given === undefined) return undefined;
  const certificate = (flag: string) =>
    node.machine.files.find(({ path }) => path === given.get(flag))?.content;
  const [etcd, clients] = [certificate('etcd-cafile'), certificate('client-ca-file')];
  const differ = etcd !== undefined && clients !== undefined && etcd !== clients;
  return verdict(
    differ,
    `${given.get('etcd-cafile')} and ${given.get('client-ca-file')} hold ${differ ? 'different CAs' : 'one CA'}`,
  );
}
