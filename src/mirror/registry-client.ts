import { parseReference } from '../net/image-reference.ts';
import { FetchError, retry, statusError } from './fetch-file.ts';

/** Reads one repository of a registry (OCI distribution specification 1.1, the pull part). */
export interface RegistryClient {
  /** A manifest or index, by tag or digest, as bytes with its media type. */
  manifest(wanted: string): Promise<{ readonly bytes: Buffer; readonly mediaType: string }>;
  blobUrl(digest: string): string;
  headers(): Promise<Record<string, string>>;
}

const accepted = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** A manifest is small; the specification lets registries refuse more than this. */
const manifestLimit = 4 * 1024 * 1024;

/**
 * A client for the repository of `reference`. With `from` (the address of a mirror) that is asked instead, as containerd
 * asks a mirror: same repository, the registry in `ns`. Public registries hand out a token to anybody who follows their
 * 401 (distribution's token specification).
 */
export function openRepository(
  reference: string,
  options: { readonly from?: string; readonly pauseMs: number },
): RegistryClient {
  const { registry, repository } = parseReference(reference);
  const base = options.from ?? `${schemeOf(registry)}://${hostOf(registry)}`;
  const query = options.from === undefined ? '' : `?ns=${registry}`;
  const place = (kind: string, wanted: string) =>
    `${base}/v2/${repository}/${kind}/${wanted}${query}`;
  let authorization: string | undefined;
  const headers = async (): Promise<Record<string, string>> =>
    authorization === undefined ? {} : { authorization };
  const ask = async (url: string): Promise<Response> => {
    const answer = await fetch(url, { headers: { accept: accepted, ...(await headers()) } });
    if (answer.status !== 401 || authorization !== undefined) return answer;
    authorization = await obtainToken(answer.headers.get('www-authenticate') ?? '');
    return await fetch(url, { headers: { accept: accepted, authorization } });
  };
  return {
    headers,
    blobUrl: (digest) => place('blobs', digest),
    manifest: (wanted) =>
      retry(options.pauseMs, async () => {
        const answer = await ask(place('manifests', wanted));
        if (!answer.ok) throw statusError(answer.status);
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (bytes.length > manifestLimit) throw new FetchError('the manifest is too large', true);
        const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
        return { bytes, mediaType };
      }),
  };
}

/** Docker Hub answers at another name than its images have. */
function hostOf(registry: string): string {
  return registry === 'docker.io' ? 'registry-1.docker.io' : registry;
}

/** Loopback registries speak plain http, as for Docker and containerd. */
function schemeOf(registry: string): string {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(registry) ? 'http' : 'https';
}

async function obtainToken(challenge: string): Promise<string> {
  const fields = new Map<string, string>();
  for (const [, key = '', value = ''] of challenge.matchAll(/(\w+)="([^"]*)"/g))
    fields.set(key, value);
  const realm = fields.get('realm');
  if (!/^bearer /i.test(challenge) || realm === undefined || !URL.canParse(realm)) {
    throw new FetchError('the registry wants a login', true);
  }
  const url = new URL(realm);
  for (const key of ['service', 'scope']) {
    const value = fields.get(key);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const answer = await fetch(url);
  if (!answer.ok) throw statusError(answer.status);
  const body: unknown = await answer.json();
  const token = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const found = token.find(([key]) => key === 'token' || key === 'access_token')?.[1];
  if (typeof found !== 'string') throw new FetchError('the registry gave no token', true);
  return `Bearer ${found}`;
}
