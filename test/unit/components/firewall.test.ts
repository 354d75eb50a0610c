import { describe, expect, it } from 'vitest';
import { firewall } from '../../../src/components/firewall.ts';
import { contributionOf, fileText, iccFixture } from '../../fixtures/cluster.ts';

const fixture = await iccFixture((text) =>
  text.replace(
    '\nnetwork:',
    '\nnetwork:\n  firewall: { ssh: [141.22.0.0/16], nodePorts: [10.0.0.0/8] }',
  ),
);

function openings(name: string): string[] {
  const text = fileText(contributionOf(firewall, fixture, name), '/etc/clusterseed/firewall.nft');
  const [, input = ''] = /chain input \{(.*?)\n {2}\}/s.exec(text) ?? [];
  return input
    .split('\n')
    .flatMap((line) => (/ dport \d+ accept$/.test(line) ? [line.trim()] : []))
    .slice(2);
}

const ssh = 'ip saddr { 141.22.0.0/16 } tcp dport 22 accept';
const pods = 'ip saddr { 10.200.0.0/16, 10.240.0.0/24 }';

describe('what is open on a node follows from the links', () => {
  it('to an etcd member: the API servers and the other members', () => {
    expect(openings('icc-etcd-1')).toEqual([
      ssh,
      'ip saddr { 10.240.0.10, 10.240.0.11, 10.240.0.12 } tcp dport 2379 accept',
      'ip saddr { 141.22.30.33, 141.22.30.34, 141.22.30.35, 141.22.30.36 } tcp dport 2380 accept',
    ]);
  });

  it('to a controller: the frontend, pods, and their tunnel', () => {
    expect(openings('icc-ctrl-1')).toEqual([
      ssh,
      'ip saddr { 10.200.0.0/16, 10.240.0.0/24, 141.22.10.222 } tcp dport 6443 accept',
      `${pods} udp dport 8472 accept`,
      `${pods} tcp dport 10250 accept`,
    ]);
  });

  it('to a worker: the API servers, pods, and their tunnel', () => {
    expect(openings('icc-worker-1')).toEqual([
      ssh,
      `${pods} udp dport 8472 accept`,
      `${pods} tcp dport 10250 accept`,
    ]);
  });

  it('to a frontend: everybody', () => {
    expect(openings('icc-frontend-1')).toEqual([ssh, 'tcp dport 443 accept']);
  });
});

it('is nothing unless the profile asks for it', async () => {
  expect(contributionOf(firewall, await iccFixture(), 'icc-etcd-1')).toEqual({});
});
