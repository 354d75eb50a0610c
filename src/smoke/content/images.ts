import { type ComposedImage, composeImage, type ImageFile } from '../registry/image.ts';
import { SmokeError } from '../smoke-error.ts';
import { libraryClosure } from './library-closure.ts';
import type { ProgramFolders } from './program-folders.ts';

/**
 * The images of these references, composed FROM scratch of our own builds: one program each, at the place where the
 * project's own image has it. An image that is none of ours is left out, and named in the result.
 */
export async function composeImages(
  references: readonly string[],
  options: { readonly folder: string; readonly programs: ProgramFolders },
): Promise<{ readonly images: readonly ComposedImage[]; readonly missing: readonly string[] }> {
  const images: ComposedImage[] = [];
  const missing: string[] = [];
  for (const reference of [...new Set(references)].sort()) {
    const files = await filesOf(reference, options.programs);
    const [main] = files;
    if (main === undefined) missing.push(reference);
    else {
      const spec = { reference, files, entrypoint: [main.path] };
      images.push(await composeImage(spec, options.folder));
    }
  }
  return { images, missing };
}

const controlPlane = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

async function filesOf(reference: string, programs: ProgramFolders): Promise<ImageFile[]> {
  const name = /([^/:]+)(?::[^/]*)?$/.exec(reference)?.[1] ?? '';
  const place = async (path: string): Promise<ImageFile> => ({
    path,
    source: await programs.find(name),
    mode: 0o755,
  });
  if (controlPlane.includes(name)) return [await place(`/usr/local/bin/${name}`)];
  if (name === 'pause' || name === 'coredns' || name === 'smoke-probe')
    return [await place(`/${name}`)];
  if (name === 'kube-proxy')
    return [await place('/usr/local/bin/kube-proxy'), ...(await iptables())];
  return [];
}

/** kube-proxy calls iptables: the host's own, with the libraries it loads. */
async function iptables(): Promise<ImageFile[]> {
  try {
    return await libraryClosure({
      programs: {
        '/usr/sbin/xtables-nft-multi': [
          'iptables',
          'iptables-save',
          'iptables-restore',
          'ip6tables',
          'ip6tables-save',
          'ip6tables-restore',
        ].map((alias) => `/usr/sbin/${alias}`),
      },
      folders: ['/usr/lib/x86_64-linux-gnu/xtables'],
    });
  } catch (cause) {
    throw new SmokeError(
      'iptables is needed for the kube-proxy image (Debian: apt-get install iptables)',
      { cause },
    );
  }
}
