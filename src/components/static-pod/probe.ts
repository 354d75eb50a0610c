/** Where a probe asks. */
export interface ProbeTarget {
  readonly host: string;
  readonly path: string;
  readonly port: number;
  readonly scheme: 'HTTPS' | 'HTTP';
}

const startupPeriod = 10;

/** kubeadm's timings (staticpod/utils.go: LivenessProbe, ReadinessProbe, StartupProbe). */
const timings = {
  startup: { initialDelaySeconds: 10, periodSeconds: startupPeriod },
  liveness: { initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 8 },
  readiness: { initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 3 },
} as const;

/** A probe over HTTP of a static pod; `startupSeconds` says how long a startup probe goes on. */
export function healthProbe(
  { host, path, port, scheme }: ProbeTarget,
  kind: keyof typeof timings,
  startupSeconds = 0,
): Record<string, unknown> {
  const threshold =
    kind === 'startup' ? { failureThreshold: Math.ceil(startupSeconds / startupPeriod) } : {};
  return {
    httpGet: { host, path, port, scheme },
    ...timings[kind],
    timeoutSeconds: 15,
    ...threshold,
  };
}
