import type { ClusterNode } from '../../index.ts';
import { getFromApi } from '../checks/api-client.ts';
import { waitUntil } from '../checks/wait-until.ts';
import { SmokeError } from '../smoke-error.ts';
import type { SmokeCluster } from './start-cluster.ts';
import { apiOf } from './steps.ts';

/** The image of src/smoke/images/probe, as profiles/smoke-cluster/probe.yaml names it. */
export const probeImage = 'registry.k8s.io/smoke-probe:1';

interface Pod {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase?: string; readonly containerStatuses?: unknown };
}

const path = '/api/v1/namespaces/default/pods/smoke-probe';

/**
 * Waits until the probe pod has run on a worker and its log, read through the API (so through the API server's trust in
 * the kubelet's serving certificate), says that DNS, service address, token and CA do. Returns what it said.
 */
export async function awaitProbe(
  smoke: SmokeCluster,
  through: ClusterNode,
  seconds: number,
): Promise<string[]> {
  const target = await apiOf(smoke, through, 'admin');
  const what = 'the probe pod to end well';
  const pod = await waitUntil({ what, seconds, every: 10 }, async () => {
    const { status, body } = await getFromApi(target, path);
    if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
    const seen = JSON.parse(body) as Pod;
    if (seen.status.phase === 'Succeeded') return seen;
    const { phase, containerStatuses } = seen.status;
    throw new Error(
      `${phase} on ${seen.spec.nodeName ?? 'no node'} ${JSON.stringify(containerStatuses ?? '')}`,
    );
  });
  const worker = smoke.nodes.find(({ name }) => name === pod.spec.nodeName);
  if (worker === undefined || !worker.roles.includes('worker')) {
    throw new SmokeError(`the probe pod ran on ${pod.spec.nodeName}, which is no worker`);
  }
  const { status, body } = await getFromApi(target, `${path}/log`);
  const lines = body.split('\n').filter((line) => line !== '');
  if (status === 200 && lines.at(-1) === 'probe: ok') return lines;
  throw new SmokeError(`the probe's log through the API: ${status} ${body.slice(-400)}`);
}
