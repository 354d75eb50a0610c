/**
 * A client that never stops: writes a ConfigMap, reads it back, and goes on, at whichever API server answers. Its
 * folder (first argument) holds ca.crt, tls.crt, tls.key and token, which are read anew for every request, as a
 * person's kubeconfig and a pod's token are. A refused connection or an answer of 5xx is tried again elsewhere; a
 * certificate that is not trusted, or 401 or 403, is counted. At SIGTERM it prints what it has seen, as JSON.
 */
import { readFileSync } from 'node:fs';
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

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

function ask(server: string, path: string, method: string, identity: 'tls' | 'token', body = '') {
  const who =
    identity === 'tls'
      ? { cert: read('tls.crt'), key: read('tls.key') }
      : { headers: { authorization: `Bearer ${read('token')}` } };
  const options: RequestOptions = {
    method,
    ca: read('ca.crt'),
    timeout: 8000,
    agent: false,
    ...who,
  };
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

/** Asks one server after the other until one answers for good. */
async function persist(path: string, method: string, identity: 'tls' | 'token', body = '') {
  for (let attempt = 0; running || attempt < 60; attempt += 1) {
    const server = servers[attempt % servers.length] ?? '';
    try {
      const answer = await ask(server, path, method, identity, body);
      if (answer.status < 500 && answer.status !== 429) {
        if ([401, 403].includes(answer.status))
          note(`${server} ${identity} ${answer.status} ${answer.body.slice(0, 200)}`);
        return answer;
      }
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
      // Everything but an absent or dying server is a matter of trust.
      const absent = ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'EPIPE', 'ETIMEDOUT'];
      const gone =
        absent.includes(code) || /timeout|socket hang up|before secure TLS/.test(String(cause));
      if (!gone) note(`${server} ${identity} ${String(cause)} ${code}`);
    }
    report.retries += 1;
    await sleep(200);
  }
  throw new Error('nobody answers any more');
}

function note(what: string): void {
  report.refused.push(`${new Date().toISOString()} ${what}`);
}

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
const all = await persist(maps, 'GET', 'tls');
const names = new Set(
  (JSON.parse(all.body) as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  ),
);
report.lost.push(...report.written.filter((name) => !names.has(name)));
process.stdout.write(`${JSON.stringify({ ...report, written: report.written.length })}\n`);
