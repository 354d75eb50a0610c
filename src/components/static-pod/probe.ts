/** Where a probe asks. */
export interface ProbeTarget {
  readonly host: string;
  readonly path: string;
  readonly port: number;
}

const startupPeriod = 10;

/** kubeadm's timings (staticpod/utils.go: LivenessProbe, ReadinessProbe, StartupProbe). */
const timings = {
  startup: { initialDelaySeconds: 10, periodSeconds: startupPeriod },
  liveness: { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 8 },
  readiness: { initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 3 },
} as const;

/** An HTTPS probe of a static pod; `startupSeconds` says how long a startup probe goes on. */
export function httpsProbe(
  { host, path, port }: ProbeTarget,
  kind: keyof typeof timings,
  startupSeconds = 0,
): Record<string, unknown> {
  const threshold =
    kind === 'startup' ? { failureThreshold: Math.ceil(startupSeconds / startupPeriod) } : {};
  return {
    httpGet: { host, path, port, scheme: 'HTTPS' },
    ...timings[kind],
    timeoutSeconds: 15,
    ...threshold,
  };
}
