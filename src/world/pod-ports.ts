import { podPrefix } from '../machine/places.ts';
import type { StaticPod } from '../machine/static-pods.ts';
import { listAt, numberAt, textAt, valueAt } from '../text/tree.ts';
import { blameItem } from './blame.ts';
import type { Listener } from './listeners.ts';
import type { World } from './world.ts';

/** Ports that the static pods themselves say they take on the node. */
export function podPorts(world: World, pods: readonly StaticPod[]): Listener[] {
  return pods.flatMap((pod) =>
    listAt(pod.spec, 'containers').flatMap((container) =>
      listAt(container, 'ports').flatMap((entry) => {
        const onHost = valueAt(pod.spec, 'hostNetwork') === true;
        const port = numberAt(entry, 'hostPort') ?? (onHost ? numberAt(entry, 'containerPort') : 0);
        if (port === undefined || port === 0) return [];
        const protocol = textAt(entry, 'protocol') === 'UDP' ? ('udp' as const) : ('tcp' as const);
        const address = textAt(entry, 'hostIP') ?? '*';
        const component = pod.name.slice(podPrefix.length);
        const from = blameItem(world, pod.file.from, { file: pod.file.path });
        return [{ component, name: pod.name, address, port, protocol, from }];
      }),
    ),
  );
}
