import { defineCode } from '../define-codes.ts';

/** Codes of the stage `plan`. */
export const planCodes = {
  'plan/pod-cidr-collision': defineCode<{
    node: string;
    other: string;
    cidr: string;
    free: string | undefined;
  }>({
    severity: 'error',
    message: ({ node, other, cidr }) => `${node} and ${other} would share pod addresses (${cidr})`,
    hint: ({ node, free }) =>
      free === undefined
        ? 'every pod network is taken: enlarge network.pods or set a longer network.nodeMask'
        : `set podCidr: ${free} on ${node}`,
    doc: 'Two machines get overlapping pod networks; with the routes plugin the network follows from the host part of the address. Set podCidr on one of them.',
  }),
  'plan/pod-route-off-link': defineCode<{ subnets: readonly string[] }>({
    severity: 'warning',
    message: ({ subnets }) =>
      `the nodes that run pods live in ${subnets.length} subnets (${subnets.join(', ')}), and the routes plugin leads only to neighbours`,
    hint: () => 'give the router between them a route to each node’s pod network, or use flannel',
    doc: 'With the routes plugin a node has routes to the pod networks of nodes in its own subnet; across subnets the router must know them.',
  }),
  'plan/webhook-two-cas': defineCode({
    severity: 'error',
    message: () =>
      'the authentication webhook is trusted by caFile, but servingSecret would give it a certificate of the cluster CA',
    hint: () => 'remove caFile or servingSecret',
    doc: 'The certificate that servingSecret creates is signed by the cluster CA, which a caFile of another CA would not accept.',
  }),
};
