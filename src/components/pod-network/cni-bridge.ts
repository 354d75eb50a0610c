import { parseCidr } from '../../net/address.ts';

/** A CNI network list (containernetworking/cni SPEC 1.0.0): pods on a bridge, addresses from `podCidr` on this node alone. */
export function bridgeNetwork(podCidr: string): Record<string, unknown> {
  const everywhere = parseCidr(podCidr).family === 4 ? '0.0.0.0/0' : '::/0';
  return {
    cniVersion: '1.0.0',
    name: 'clusterseed',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: podCidr }]],
          routes: [{ dst: everywhere }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
