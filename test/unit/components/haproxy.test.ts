import { expect, test } from 'vitest';
import { haproxy } from '../../../src/components/haproxy.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';

async function frontendOf(edit?: (text: string) => string) {
  return contributionOf(haproxy, await iccFixture(edit), 'icc-frontend-1');
}
const onFlatcar = (text: string) =>
  text.replace('os: ubuntu-24.04', 'os: flatcar').replace('[cloud-init, ignition]', 'ignition');
const onCoreOs = (text: string) => onFlatcar(text).replace('os: flatcar', 'os: fedora-coreos');
const mirrored = (text: string) =>
  `${text}\nmirror: { images: "10.0.0.5:5000/all", insecureImages: true }\n`;

test('every controller is a server, by address, and judged by readiness over TLS', async () => {
  const config = fileText(await frontendOf(), '/etc/haproxy/haproxy.cfg');
  const servers = config.split('\n').filter((line) => /^ +server /.test(line));
  expect(servers).toEqual(
    [0, 1, 2].map(
      (index) =>
        `    server icc-ctrl-${index + 1} 10.240.0.1${index}:6443 check check-ssl check-sni kubernetes ` +
        'verify required verifyhost kubernetes ca-file /etc/haproxy/kubernetes-ca.crt',
    ),
  );
  expect(config).toContain(
    '    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host kubernetes\n',
  );
  expect(config).toContain('    bind :443\n');
});

test('it holds the CA certificate and no secret', async () => {
  const part = await frontendOf();
  expect(part.files?.map(({ path }) => path)).toEqual([
    '/etc/haproxy/haproxy.cfg',
    '/etc/haproxy/kubernetes-ca.crt',
  ]);
  expect(part.files?.flatMap(({ secrets }) => secrets)).toEqual([]);
});

test('Ubuntu has the package, made to restart for ever, and enabled: an image may bring it switched off', async () => {
  const part = await frontendOf();
  expect(part.packages).toEqual(['haproxy']);
  expect(part.images).toEqual([]);
  expect(part.units?.[0]).toMatchObject({ name: 'haproxy.service', enabled: true });
  expect(part.units?.[0]?.content).toBeUndefined();
  expect(part.units?.[0]?.dropIns[0]?.content).toContain('Restart=always\nRestartSec=5\n');
});

test('Flatcar runs it with docker, Fedora CoreOS with podman', async () => {
  const flatcar = await frontendOf(onFlatcar);
  expect(flatcar.packages).toEqual([]);
  expect(flatcar.units?.[0]).toMatchObject({ name: 'haproxy.service', enabled: true });
  expect(flatcar.units?.[0]?.content).toContain('ExecStart=/usr/bin/docker \\\n  run \\\n');
  expect(flatcar.units?.[0]?.content).toContain('docker.service');
  const coreOs = await frontendOf(onCoreOs);
  expect(coreOs.units?.[0]?.content).toContain('ExecStart=/usr/bin/podman \\\n');
  expect(coreOs.units?.[0]?.content).toContain('docker.io/library/haproxy:');
  expect(coreOs.images).toHaveLength(1);
});

test('docker and podman are sent to the mirror by the image’s name', async () => {
  const flatcar = await frontendOf((text) => mirrored(onFlatcar(text)));
  expect(flatcar.images?.[0]).toMatch(/^10\.0\.0\.5:5000\/all\/library\/haproxy:/);
  expect(fileText(flatcar, '/etc/docker/daemon.json')).toContain('"10.0.0.5:5000"');
  const coreOs = await frontendOf((text) => mirrored(onCoreOs(text)));
  expect(coreOs.units?.[0]?.content).toContain('--tls-verify=false');
});
