/** Who may send to a group of machines: another group, people and balancers outside (`clients`), or a network. */
export type Sender =
  | { readonly group: string }
  | { readonly clients: true }
  | { readonly network: string };

/** One thing that a group of machines lets in; without a port every port, without a protocol every protocol. */
export interface IngressRule {
  readonly protocol?: 'tcp' | 'udp';
  readonly port?: number;
  readonly from: Sender;
  /** `kube-apiserver to etcd`, for the rule's description. */
  readonly why: string;
}
