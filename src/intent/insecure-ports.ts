import { type GivenSetting, givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

interface Port {
  readonly of: readonly string[];
  readonly isOpen: (value: string) => boolean;
  readonly safe: string;
}

const notZero = (value: string) => value !== '0';
const loopback =
  /^(https?:\/\/)?(127(\.\d+){3}|localhost|\[::1\]|::1)(:\d+)?$|^(https?:\/\/)?\[::1\]/;
const beyondLoopback = (value: string) => value !== '' && !loopback.test(value);
const ofLoopback = 'use 127.0.0.1, or leave it out';
const port0 = 'use 0, or leave it out';

/** Ports without TLS or without authentication (kubernetes.io, the reference of each program; etcd.io, metrics). */
const ports: Readonly<Record<string, Port>> = {
  '--insecure-port': { of: ['apiServer'], isOpen: notZero, safe: port0 },
  '--insecure-bind-address': { of: ['apiServer'], isOpen: beyondLoopback, safe: ofLoopback },
  '--address': {
    of: ['apiServer', 'controllerManager', 'scheduler'],
    isOpen: beyondLoopback,
    safe: ofLoopback,
  },
  '--read-only-port': { of: ['kubelet'], isOpen: notZero, safe: port0 },
  '--cadvisor-port': { of: ['kubelet'], isOpen: notZero, safe: port0 },
  '--healthz-bind-address': { of: ['kubelet'], isOpen: beyondLoopback, safe: ofLoopback },
  '--listen-client-http-urls': { of: ['etcd'], isOpen: beyondLoopback, safe: 'leave it out' },
  readOnlyPort: { of: ['kubelet'], isOpen: notZero, safe: port0 },
  healthzBindAddress: { of: ['kubelet'], isOpen: beyondLoopback, safe: ofLoopback },
  metricsBindAddress: { of: ['kubeProxy'], isOpen: beyondLoopback, safe: ofLoopback },
};

/** No program listens for anybody. Reports intent/insecure-port. */
export const lintInsecurePorts: Lint = ({ profile }, diagnostics) => {
  for (const given of givenSettings(profile)) {
    const value = openValue(given);
    if (value === undefined) continue;
    const { name: setting, path } = given;
    const safe = ports[setting]?.safe ?? '';
    diagnostics.report('intent/insecure-port', path, { setting, value: value.slice(0, 80), safe });
  }
};

function openValue({ program, name, values }: GivenSetting): string | undefined {
  const port = ports[name];
  if (!port?.of.includes(program)) return undefined;
  return values.find(port.isOpen);
}
