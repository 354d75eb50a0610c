import { flagList, flagOf, type Process } from '../machine/process.ts';
import type { StaticPod } from '../machine/static-pods.ts';
import { healthOf, type ProbedProgram } from '../plan/versions.ts';
import { listAt, numberAt, textAt, valueAt } from '../text/tree.ts';
import { blameItem } from './blame.ts';
import { configOf, documentOf } from './configs.ts';
import type { Listener } from './listeners.ts';
import type { World } from './world.ts';

const probed = new Set<string>(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']);
const kinds = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

/**
 * The probes of the control plane ask where the program listens, by its scheme, a path that it has in that version
 * and that it answers without a name. Raises machine/wrong-probe.
 */
export function checkProbes(
  world: World,
  pods: readonly StaticPod[],
  listeners: readonly Listener[],
): void {
  for (const pod of pods) {
    const process = world.processes.find(({ name }) => name === pod.name);
    if (process === undefined || !probed.has(process.program)) continue;
    for (const container of listAt(pod.spec, 'containers')) {
      for (const kind of kinds) {
        const request = valueAt(container, kind, 'httpGet');
        if (request === undefined) continue;
        for (const why of problemsOf(world, process, request, listeners)) {
          const from = blameItem(world, pod.file.from, { file: pod.file.path });
          world.report('machine/wrong-probe', from, { pod: pod.name, probe: kind, why });
        }
      }
    }
  }
}

function problemsOf(
  world: World,
  process: Process,
  request: unknown,
  listeners: readonly Listener[],
): string[] {
  const port = numberAt(request, 'port') ?? 0;
  const host = textAt(request, 'host') ?? '';
  const scheme = textAt(request, 'scheme') ?? 'HTTP';
  const [path = ''] = (textAt(request, 'path') ?? '').split('?');
  const program = process.program as ProbedProgram;
  const heard = listeners.filter((each) => each.component === program && each.port === port);
  if (heard.length === 0) return [`nothing of it listens on port ${port}`];
  const speaks = heard.some(({ name }) => name.endsWith('(insecure)')) ? 'HTTP' : 'HTTPS';
  return [
    ...(heard.some(({ address }) => address === '*' || address === host)
      ? []
      : [`it asks ${host || 'the pod’s address'}, where port ${port} is not listened on`]),
    ...(speaks === scheme ? [] : [`port ${port} speaks ${speaks}, not ${scheme}`]),
    ...(isHealthPath(world.cluster.version, program, path) ? [] : [`${program} has no ${path}`]),
    ...(speaks === 'HTTP' || mayAskUnnamed(world, process, path)
      ? []
      : [`${program} answers ${path} to nobody without a name`]),
  ];
}

/** Whether the program of that version has the health path; checks may be named below it. */
export function isHealthPath(version: string, program: ProbedProgram, path: string): boolean {
  const { live, ready } = healthOf(version, program);
  const known = [live, ready ?? live, '/healthz'].map((each) => each.split('?')[0] ?? '');
  return known.some((each) => path === each || path.startsWith(`${each}/`));
}

/** Whether the program answers a request for the path that names nobody. */
export function mayAskUnnamed(world: World, process: Process, path: string): boolean {
  if (process.program !== 'kube-apiserver') {
    const given = flagList(process, 'authorization-always-allow-paths');
    const allowed = given.length > 0 ? given : ['/healthz', '/readyz', '/livez'];
    return allowed.some(
      (each) => each === path || (each.endsWith('*') && path.startsWith(each.slice(0, -1))),
    );
  }
  if (flagOf(process, 'anonymous-auth') === 'false') return false;
  const document = documentOf(configOf(world, process, 'authentication-config'));
  const anonymous = valueAt(document, 'anonymous');
  if (anonymous === undefined) return true;
  if (valueAt(anonymous, 'enabled') !== true) return false;
  const paths = listAt(anonymous, 'conditions').map((condition) => textAt(condition, 'path'));
  return paths.length === 0 || paths.includes(path);
}

/** Paths that the load balancers’ checks ask an API server for. */
export function checkedPaths(lines: readonly (readonly string[])[]): string[] {
  return lines.flatMap((words) => {
    const uri = words.indexOf('uri');
    const asks = words[0] === 'http-check' && words[1] === 'send' && uri > 0;
    return asks ? [words[uri + 1] ?? ''] : [];
  });
}
