import type { Link } from './link.ts';
import { controlPlaneLinks } from './links/control-plane.ts';
import { endpointLinks } from './links/endpoint.ts';
import { etcdLinks } from './links/etcd.ts';
import { kubeletLinks } from './links/kubelet.ts';
import type { LinkInput } from './links/link-input.ts';
import { podLinks } from './links/pods.ts';
import { webhookLinks } from './links/webhook.ts';

/**
 * Every connection that the cluster's programs make, in a fixed order. The number grows with nodes ×
 * controllers, never with nodes × nodes (but for the few etcd members).
 */
export function deriveLinks(cluster: LinkInput): Link[] {
  return [
    ...etcdLinks(cluster),
    ...controlPlaneLinks(cluster),
    ...endpointLinks(cluster),
    ...kubeletLinks(cluster),
    ...podLinks(cluster),
    ...webhookLinks(cluster),
  ];
}
