import { flagOf } from '../machine/process.ts';
import type { World } from './world.ts';

/** A path that no document brings because a running program makes it. */
interface Made {
  readonly path: RegExp;
  /** The program whose process must be there, or a unit of the system. */
  readonly by: string;
  readonly when?: (world: Pick<World, 'processes'>) => boolean;
}

const joins = ({ processes }: Pick<World, 'processes'>) =>
  processes.some(
    (process) =>
      process.program === 'kubelet' && flagOf(process, 'bootstrap-kubeconfig') !== undefined,
  );

/** What comes to be at run time, by whom (docs/node-layout.md; the programs’ own documentation). */
const made: readonly Made[] = [
  { path: /^\/var\/lib\/kubelet(\/.*)?$/, by: 'kubelet' },
  { path: /^\/etc\/kubernetes\/kubelet\.conf$/, by: 'kubelet', when: joins },
  { path: /^(\/var)?\/run\/containerd\/containerd\.sock$/, by: 'containerd' },
  { path: /^\/run\/clusterseed(\/.*)?$/, by: 'sh' },
  { path: /^(\/var)?\/run\/docker\.sock$/, by: 'dockerd' },
  { path: /^(\/var)?\/run\/(dockershim|cri-dockerd)\.sock$/, by: 'kubelet' },
];

/** Paths that every supported system has, or that a package brings with the program that reads them. */
const ofSystem =
  /^\/(usr\/(?!local\/)|bin\/|sbin\/|lib\/|lib64\/|dev\/|proc\/|sys\/|boot\/|etc\/(ssl|pki|ca-certificates|machine-id|localtime|resolv\.conf|os-release|passwd|group|nsswitch\.conf|hosts)|run\/(systemd|dbus|udev|user|lock|xtables\.lock)|var\/(lib\/(chrony|dbus|systemd)|log|tmp|run)|tmp)(\/|$|(?<=\/))/;

/** Who makes the path on this node at run time; undefined when nobody does. */
export function makerOf(world: Pick<World, 'processes'>, path: string): string | undefined {
  if (ofSystem.test(path)) return 'the operating system';
  return made.find(
    ({ path: pattern, by, when }) =>
      pattern.test(path) &&
      world.processes.some(({ program }) => program === by) &&
      (when === undefined || when(world)),
  )?.by;
}
