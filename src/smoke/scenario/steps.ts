import type { ClusterNode } from '../../index.ts';
import type { ApiTarget } from '../checks/api-client.ts';
import { getFromApi, listFromApi } from '../checks/api-client.ts';
import { waitUntil } from '../checks/wait-until.ts';
import { SmokeError } from '../smoke-error.ts';
import type { SmokeCluster } from './start-cluster.ts';

/** The API of one node (or, for a frontend, of whatever answers behind it), as its certificate must name it. */
export async function apiOf(
  smoke: SmokeCluster,
  node: ClusterNode,
  as: 'anonymous' | 'admin',
): Promise<ApiTarget> {
  const { cluster, secrets, lab } = smoke;
  const frontend = node.roles.includes('frontend') && !node.roles.includes('controller');
  const port = frontend ? cluster.endpoint.port : cluster.profile.kubernetes.apiServer.port;
  const admin = secrets.certificates['admin@person'];
  return {
    port: await lab.forward(node.name, port),
    name: frontend ? cluster.endpoint.host : node.address,
    ca: secrets.cas.kubernetes.certificate,
    ...(as === 'admin' && admin !== undefined ? { client: admin } : {}),
  };
}

/** Waits until the first-boot report of every node, or of these, says that all is done. */
export async function awaitReports(
  { lab, nodes }: SmokeCluster,
  seconds: number,
  boot = 1,
  of: readonly ClusterNode[] = nodes,
): Promise<void> {
  await Promise.all(
    of.map(({ name }) => lab.vm(name).console.waitForStep('all', 'done', { seconds, boot })),
  );
}

/** Waits until the node's API answers /healthz with `ok`, over TLS and verified against the cluster's CA. */
export async function awaitHealthy(
  smoke: SmokeCluster,
  node: ClusterNode,
  seconds: number,
): Promise<void> {
  const target = await apiOf(smoke, node, 'anonymous');
  const { console } = smoke.lab.vm(node.name);
  await waitUntil(
    {
      what: `${node.name}: /healthz of the API server`,
      seconds,
      every: 10,
      context: () => consoleContext(smoke, node),
      gone: () => console.failure,
    },
    async () => {
      const { status, body } = await getFromApi(target, '/healthz');
      if (status === 200 && body === 'ok') return true;
      throw new Error(`${status} ${body.slice(0, 300)}`);
    },
  );
}

function consoleContext({ lab }: SmokeCluster, node: ClusterNode): string {
  const { console } = lab.vm(node.name);
  const states = new Map(
    console.events
      .filter(({ source }) => source === 'clusterseed')
      .map(({ step, state, detail }) => [step, detail ? `${state} (${detail})` : state]),
  );
  return [
    `steps of ${node.name}: ${[...states].map(([step, state]) => `${step} ${state}`).join(', ') || 'none was reported'}`,
    'last console lines:',
    ...console.lines(15).map((line) => `  | ${line}`),
  ].join('\n');
}

/** /readyz and /version as they must be: the version to the administrator only, nothing else to anybody unknown. */
export async function checkAccess(smoke: SmokeCluster, node: ClusterNode): Promise<void> {
  const anonymous = await apiOf(smoke, node, 'anonymous');
  const admin = await apiOf(smoke, node, 'admin');
  for (const path of ['/livez', '/readyz']) {
    const what = `${node.name}: ${path}`;
    await waitUntil({ what, seconds: smoke.deadlines.settle, every: 5 }, async () => {
      await expectStatus(anonymous, path, 200);
      return true;
    });
  }
  for (const path of ['/version', '/api', '/api/v1/nodes', '/metrics']) {
    await expectStatus(anonymous, path, 401);
  }
  const { status, body } = await getFromApi(admin, '/version');
  const version = status === 200 ? (JSON.parse(body) as { gitVersion: string }).gitVersion : body;
  if (version !== `v${smoke.cluster.version}`) {
    throw new SmokeError(`${node.name}: /version says ${version}, not v${smoke.cluster.version}`);
  }
}

async function expectStatus(target: ApiTarget, path: string, wanted: number): Promise<void> {
  const { status, body } = await getFromApi(target, path);
  if (status === wanted) return;
  throw new SmokeError(
    `${target.name}: GET ${path} gave ${status}, not ${wanted}: ${body.slice(0, 200)}`,
  );
}

interface KubernetesObject {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

function isReady({ status }: KubernetesObject): boolean {
  return (
    status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false
  );
}

/** Waits until every controller and worker is registered as a node, and no other is. */
export async function awaitNodes(
  smoke: SmokeCluster,
  through: ClusterNode,
  options: { readonly seconds: number; readonly ready: boolean },
): Promise<void> {
  const target = await apiOf(smoke, through, 'admin');
  const wanted = smoke.nodes
    .filter(({ roles }) => roles.includes('controller') || roles.includes('worker'))
    .map(({ name }) => name)
    .sort();
  const what = `nodes ${wanted.join(', ')} to be ${options.ready ? 'Ready' : 'registered'}`;
  await waitUntil({ what, seconds: options.seconds, every: 10 }, async () => {
    const nodes = await listFromApi<KubernetesObject>(target, '/api/v1/nodes');
    const names = nodes.map(({ metadata }) => metadata.name).sort();
    const there = names.join() === wanted.join() && (!options.ready || nodes.every(isReady));
    if (there) return true;
    const seen = nodes.map(
      (node) => `${node.metadata.name} ${isReady(node) ? 'Ready' : 'NotReady'}`,
    );
    throw new Error(seen.join(', ') || 'no node');
  });
}

const staticPods = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** Waits until the static pods of every controller are Running and Ready in the API. */
export async function awaitStaticPods(
  smoke: SmokeCluster,
  through: ClusterNode,
  seconds: number,
): Promise<void> {
  const target = await apiOf(smoke, through, 'admin');
  const controllers = smoke.nodes.filter(({ roles }) => roles.includes('controller'));
  const wanted = controllers.flatMap(({ name }) => staticPods.map((pod) => `${pod}-${name}`));
  const what = `static pods ${wanted.join(', ')} to be Running and Ready`;
  await waitUntil({ what, seconds, every: 10 }, async () => {
    const pods = await listFromApi<KubernetesObject>(target, '/api/v1/namespaces/kube-system/pods');
    const good = new Set(
      pods
        .filter((pod) => pod.status.phase === 'Running' && isReady(pod))
        .map(({ metadata }) => metadata.name),
    );
    const missing = wanted.filter((name) => !good.has(name));
    if (missing.length === 0) return true;
    throw new Error(`not yet: ${missing.join(', ')}`);
  });
}

/** etcd behind the API, and the leader of controller-manager and scheduler, seen by fresh leases. */
export async function checkComponents(smoke: SmokeCluster, through: ClusterNode): Promise<void> {
  const target = await apiOf(smoke, through, 'admin');
  const { body } = await getFromApi(target, '/readyz?verbose');
  if (!body.includes('[+]etcd ok')) throw new SmokeError(`etcd is not healthy: ${body}`);
  interface Lease {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly renewTime?: string };
  }
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases';
  for (const name of ['kube-controller-manager', 'kube-scheduler']) {
    await waitUntil({ what: `${name} to lead`, seconds: 300, every: 10 }, async () => {
      const leases = await listFromApi<Lease>(target, path);
      const renewed = leases.find(({ metadata }) => metadata.name === name)?.spec.renewTime;
      if (renewed !== undefined && Date.now() - Date.parse(renewed) < 90_000) return true;
      throw new Error(`its lease was renewed at ${renewed ?? 'no time'}`);
    });
  }
}
