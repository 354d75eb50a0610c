/**
 * A client that never stops: writes a ConfigMap, reads it back, and goes on, by turns at every API server that is
 * ready. Its folder (first argument) holds ca.crt, tls.crt, tls.key and token, which are read anew for every
 * request, as a person's kubeconfig and a pod's token are. As behind HAProxy, a server that is gone is asked again
 * once it has been ready twice. A certificate that is not trusted, or 401 or 403, is counted. At SIGTERM it prints
 * what it has seen, as JSON.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [folder = '', ...servers] = process.argv.slice(2);
const report = {
  written: [] as string[],
  reads: 0,
  tokenReads: 0,
  retries: 0,
  lost: [] as string[],
  refused: [] as string[],
};
let running = true;
process.on('SIGTERM', () => {
  running = false;
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

type Identity = 'tls' | 'token' | 'none';

function credentials(identity: Identity): RequestOptions {
  // The folder is exchanged as a whole: all files are of one of them.
  const current = realpathSync(folder);
  const read = (name: string) => readFileSync(join(current, name), 'utf8');
  const ca = read('ca.crt');
  if (identity === 'tls') return { ca, cert: read('tls.crt'), key: read('tls.key') };
  if (identity === 'none') return { ca };
  return { ca, headers: { authorization: `Bearer ${read('token')}` } };
}

function ask(server: string, path: string, method: string, identity: Identity, body = '') {
  const options = { method, timeout: 8000, agent: false, ...credentials(identity) };
  return new Promise<Answer>((resolve, reject) => {
    const call = request(`https://${server}:6443${path}`, options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', reject);
    call.end(body);
  });
}

/** How often in a row each server that was gone has been ready since. */
const absent = new Map<string, number>();
let turn = 0;

async function watchAbsent(): Promise<void> {
  while (running) {
    for (const [server, before] of absent) {
      const answer = await ask(server, '/readyz', 'GET', 'none').catch((cause) =>
        judge(server, cause),
      );
      if (answer?.status !== 200) absent.set(server, 0);
      else if (before + 1 < 2) absent.set(server, before + 1);
      else absent.delete(server);
    }
    await sleep(500);
  }
}

/** Everything but an absent or dying server is a matter of trust. */
function judge(server: string, cause: unknown): undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'EPIPE', 'ETIMEDOUT'];
  const gone =
    known.includes(code) || /timeout|socket hang up|before secure TLS/.test(String(cause));
  if (!gone) note(`${server} ${String(cause)} ${code}`);
  absent.set(server, 0);
}

/** Asks until a server answers for good. */
async function persist(
  path: string,
  method: string,
  identity: Identity,
  body = '',
): Promise<Answer> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const ready = servers.filter((server) => !absent.has(server));
    const server = ready[turn++ % ready.length];
    if (server !== undefined) {
      const answer = await ask(server, path, method, identity, body).catch((cause) =>
        judge(server, cause),
      );
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
        const denied = [401, 403].includes(answer.status);
        if (denied) note(`${server} ${identity} ${answer.status} ${answer.body.slice(0, 300)}`);
        return answer;
      }
    }
    report.retries += 1;
    await sleep(200);
  }
  throw new Error('nobody answers any more');
}

function note(what: string): void {
  report.refused.push(`${new Date().toISOString()} ${what}`);
}

const watching = watchAbsent();
const maps = '/api/v1/namespaces/default/configmaps';
for (let number = 0; running; number += 1) {
  const name = `write-${number}`;
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { number: String(number) },
  };
  const created = await persist(maps, 'POST', 'tls', JSON.stringify(map));
  // 409: an earlier try got through although its answer did not.
  if ([201, 409].includes(created.status)) report.written.push(name);
  const back = await persist(`${maps}/${name}`, 'GET', 'tls');
  if (back.status === 200) report.reads += 1;
  else if (report.written.includes(name)) report.lost.push(`${name}: ${back.status}`);
  const pod = await persist(
    '/api/v1/namespaces/default/configmaps/kube-root-ca.crt',
    'GET',
    'token',
  );
  if (pod.status === 200) report.tokenReads += 1;
  await sleep(20);
}
await watching;
const all = await persist(maps, 'GET', 'tls');
const names = new Set(
  (JSON.parse(all.body) as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  ),
);
report.lost.push(...report.written.filter((name) => !names.has(name)));
process.stdout.write(`${JSON.stringify({ ...report, written: report.written.length })}\n`);
