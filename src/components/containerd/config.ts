import { imageOf } from '../../artifacts/images.ts';
import type { Cluster } from '../../plan/cluster.ts';
import type { TomlTable } from '../../text/toml.ts';

const runc: TomlTable = {
  runtime_type: 'io.containerd.runc.v2',
  options: { SystemdCgroup: true },
};
const registry: TomlTable = { config_path: '/etc/containerd/certs.d' };
const confDir = '/etc/cni/net.d';
const binDir = '/opt/cni/bin';

/**
 * config.toml. Format 3 is read by containerd 2.x; 1.x reads 2, and 2.x migrates it, so it is for runtimes whose
 * version is the operating system's affair (containerd, docs/cri/config.md and RELEASES.md).
 */
export function containerdConfig(cluster: Pick<Cluster, 'version'>, format: 2 | 3): TomlTable {
  const pause = imageOf(cluster, 'pause');
  if (format === 3) {
    return {
      version: 3,
      plugins: {
        'io.containerd.cri.v1.images': { pinned_images: { sandbox: pause }, registry },
        'io.containerd.cri.v1.runtime': {
          cni: { bin_dirs: [binDir], conf_dir: confDir },
          containerd: { runtimes: { runc } },
        },
      },
    };
  }
  return {
    version: 2,
    plugins: {
      'io.containerd.grpc.v1.cri': {
        sandbox_image: pause,
        cni: { bin_dir: binDir, conf_dir: confDir },
        containerd: { runtimes: { runc } },
        registry,
      },
    },
  };
}
