import { defineCode } from '../define-codes.ts';

/** Findings between addresses, networks and the endpoint. */
export const networkCodes = {
  'profile/cidr-overlap': defineCode<{
    what: string;
    cidr: string;
    other: string;
    otherCidr: string;
    free: string | undefined;
  }>({
    severity: 'error',
    message: ({ what, cidr, other, otherCidr }) => `${what} ${cidr} overlaps ${other} ${otherCidr}`,
    hint: ({ free }) =>
      free === undefined ? 'choose networks that share no address' : `${free} is free`,
    doc: 'Two of the service network, the pod network, the subnets and the machines’ own networks share addresses. Choose networks that are apart.',
  }),
  'profile/mixed-families': defineCode<{ what: string; cidr: string; services: string }>({
    severity: 'error',
    message: ({ what, cidr, services }) =>
      `${what} ${cidr} and the service network ${services} are of different IP versions`,
    hint: () => 'use IPv4 for machines, pods and services, or IPv6 for all three',
    doc: 'Services, pods and machines must all be IPv4 or all IPv6; the API server refuses to advertise an address of another IP version than its service network.',
  }),
  'profile/outside-subnets': defineCode<{ address: string; subnets: readonly string[] }>({
    severity: 'error',
    message: ({ address, subnets }) =>
      `${address} lies in none of the subnets: ${subnets.join(', ')}`,
    hint: () => 'mend the address, or add its network to network.subnets',
    doc: 'network.subnets is given, and a machine’s address lies in none of them.',
  }),
  'profile/unusable-address': defineCode<{ address: string; subnet: string; why: string }>({
    severity: 'error',
    message: ({ address, subnet, why }) => `${address} is the ${why} address of ${subnet}`,
    hint: () => 'choose an address between the first and the last of the subnet',
    doc: 'A machine or gateway has the first (network) or last (broadcast) address of its IPv4 subnet.',
  }),
  'profile/prefix-mismatch': defineCode<{ address: string; prefix: number; subnet: string }>({
    severity: 'warning',
    message: ({ address, prefix, subnet }) =>
      `${address} has the prefix length ${prefix}, its subnet is ${subnet}`,
    hint: ({ address, subnet }) => `write ${address}/${subnet.split('/')[1]}`,
    doc: 'A machine’s prefix length differs from that of the declared subnet around it, so it would treat wrong addresses as its neighbours.',
  }),
  'profile/gateway-outside': defineCode<{ gateway: string; network: string }>({
    severity: 'error',
    message: ({ gateway, network }) => `the gateway ${gateway} lies outside ${network}`,
    hint: ({ network }) => `choose an address inside ${network}`,
    doc: 'A gateway cannot be reached directly because it lies outside the subnet of the machine.',
  }),
  'profile/gateway-own-address': defineCode<{ gateway: string }>({
    severity: 'error',
    message: ({ gateway }) => `the gateway ${gateway} is the machine’s own address`,
    hint: () => 'give the address of the router, or another address to the machine',
    doc: 'A machine has the address of its own gateway.',
  }),
  'profile/no-nameserver': defineCode<{ machine: string }>({
    severity: 'warning',
    message: ({ machine }) =>
      `${machine} has a static address and no name server, so it cannot find its downloads by name`,
    hint: () => 'add nameservers to network or to the machine’s subnet',
    doc: 'A machine with a static address knows no name server. First boot needs one unless all mirrors are given by address.',
  }),
  'profile/dns-service-outside': defineCode<{
    address: string;
    services: string;
    suggestion: string;
  }>({
    severity: 'error',
    message: ({ address, services }) =>
      `the DNS service address ${address} lies outside the service network ${services}`,
    hint: ({ suggestion }) => `for example ${suggestion}`,
    doc: 'network.dnsService is not inside network.services.',
  }),
  'profile/dns-service-reserved': defineCode<{ address: string; why: string; suggestion: string }>({
    severity: 'error',
    message: ({ address, why }) => `the DNS service cannot have ${address}: it is ${why}`,
    hint: ({ suggestion }) => `for example ${suggestion}`,
    doc: 'network.dnsService is the network address, the API service’s address (the first one) or the last of the service network.',
  }),
  'profile/services-too-large': defineCode<{ services: string; fit: string }>({
    severity: 'error',
    message: ({ services }) =>
      `the service network ${services} has more than the 2^20 addresses that kube-apiserver takes`,
    hint: ({ fit }) => `${fit} would fit`,
    doc: 'kube-apiserver refuses a service network of more than 20 host bits: /12 is the largest for IPv4, /108 for IPv6.',
  }),
  'profile/services-too-small': defineCode<{ services: string; needed: number; fit: string }>({
    severity: 'error',
    message: ({ services, needed }) =>
      `the service network ${services} is too small, at least ${needed} addresses are needed`,
    hint: ({ fit }) => `${fit} would fit`,
    doc: 'kube-apiserver asks for at least 8 service addresses; without network.dnsService the tenth must exist, so at least 16.',
  }),
  'profile/node-mask-outside': defineCode<{
    mask: number;
    pods: string;
    from: number;
    to: number;
  }>({
    severity: 'error',
    message: ({ mask, pods }) => `nodeMask ${mask} does not divide the pod network ${pods}`,
    hint: ({ from, to }) => `choose a nodeMask from ${from} to ${to}`,
    doc: 'network.nodeMask must be at least the prefix length of network.pods and at most 16 more (kube-controller-manager’s limit).',
  }),
  'profile/pods-too-small': defineCode<{
    pods: string;
    mask: number;
    networks: bigint;
    nodes: number;
    fit: number | undefined;
  }>({
    severity: 'error',
    message: ({ pods, mask, networks, nodes }) =>
      `${pods} has ${networks} networks of /${mask}, but ${nodes} nodes run pods`,
    hint: ({ fit }) =>
      fit === undefined ? 'choose a larger pod network' : `nodeMask: ${fit} would fit`,
    doc: 'The pod network has fewer node networks (of network.nodeMask) than there are controllers and workers.',
  }),
  'profile/node-mask-narrow': defineCode<{ mask: number; addresses: number; fit: number }>({
    severity: 'warning',
    message: ({ mask, addresses }) =>
      `a node network of /${mask} has ${addresses} pod addresses, a kubelet runs up to 110 pods`,
    hint: ({ fit }) => `nodeMask: ${fit} would fit, or set maxPods in kubernetes.kubelet.config`,
    doc: 'A node’s pod network has fewer addresses than the pods that its kubelet may run; the last ones would never start.',
  }),
  'profile/pod-cidr-outside': defineCode<{ podCidr: string; pods: string }>({
    severity: 'error',
    message: ({ podCidr, pods }) => `${podCidr} lies outside the pod network ${pods}`,
    hint: ({ pods }) => `choose a part of ${pods}`,
    doc: 'A machine’s podCidr is not inside network.pods.',
  }),
  'profile/pod-cidr-overlap': defineCode<{ podCidr: string; other: string; machine: string }>({
    severity: 'error',
    message: ({ podCidr, other, machine }) =>
      `${podCidr} shares addresses with ${other} of machine “${machine}”`,
    hint: () => 'give every machine a pod network of its own',
    doc: 'The podCidr of two machines share addresses.',
  }),
  'profile/endpoint-unreachable': defineCode<{
    host: string;
    role: string;
    candidates: readonly string[];
  }>({
    severity: 'error',
    message: ({ host, role }) => `the endpoint ${host} is not the address of a ${role}`,
    hint: ({ candidates, role }) =>
      candidates.length === 0
        ? `use the address of a ${role}, or give endpointAddress for a balancer of your own`
        : `use ${candidates.slice(0, 3).join(' or ')}, or give endpointAddress for a balancer of your own`,
    doc: 'The endpoint’s host is an address that no frontend has (or, without frontends, no controller), and endpointAddress does not say that a balancer of yours answers there.',
  }),
  'profile/endpoint-unresolved': defineCode<{ host: string }>({
    severity: 'warning',
    message: ({ host }) =>
      `no address is known for the endpoint ${host}: every node must find it by DNS at first boot`,
    hint: () => 'give the address behind the name: endpointAddress',
    doc: 'The endpoint is a DNS name, several machines could be meant, and endpointAddress is not given; so /etc/hosts cannot have it.',
  }),
  'profile/endpoint-port': defineCode<{ port: number; expected: number }>({
    severity: 'error',
    message: ({ port, expected }) =>
      `nothing listens on the endpoint’s port ${port}; the API server listens on ${expected}`,
    hint: ({ expected }) =>
      `use port ${expected}, set kubernetes.apiServer.port, or add a frontend`,
    doc: 'Without a frontend the endpoint’s port must be the API server’s.',
  }),
  'profile/webhook-not-https': defineCode<{ url: string }>({
    severity: 'error',
    message: ({ url }) => `the authentication webhook ${url} is not https`,
    hint: ({ url }) => `write ${url.replace(/^http:/, 'https:')}; tokens are sent to it`,
    doc: 'kubernetes.apiServer.authenticationWebhook.url is http. The API server sends people’s tokens there.',
  }),
};
