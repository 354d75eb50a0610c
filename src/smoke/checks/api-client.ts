import { request } from 'node:https';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** An API server reached through a forwarded port of this host, verified as `name` against the cluster's CA. */
export interface ApiTarget {
  readonly port: number;
  readonly name: string;
  readonly ca: string;
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** GET over TLS. Rejects when the connection, the chain or the name fails; every status is an answer. */
export async function getFromApi(
  target: ApiTarget,
  path: string,
  seconds = 30,
): Promise<ApiAnswer> {
  return await new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: target.port,
        path,
        ca: target.ca,
        agent: false,
        timeout: seconds * 1000,
        headers: { accept: 'application/json' },
        checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
          checkServerIdentity(target.name, certificate),
        ...(target.client === undefined
          ? {}
          : { cert: target.client.certificate, key: target.client.key }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer within ${seconds} s`)));
    call.on('error', reject);
    call.end();
  });
}

/** The items of a list that the API server returns to the administrator. */
export async function listFromApi<Item>(target: ApiTarget, path: string): Promise<Item[]> {
  const { status, body } = await getFromApi(target, path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${body.slice(0, 200)}`);
  return (JSON.parse(body) as { items: Item[] }).items;
}
