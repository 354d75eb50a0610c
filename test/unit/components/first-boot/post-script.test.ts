import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postScript } from '../../../../src/components/first-boot/post-script.ts';
import { parseCidr } from '../../../../src/net/address.ts';
import { type RunningServer, startServer } from '../../../../src/server/listen.ts';
import {
  buildLab,
  type Lab,
  type LabServer,
  labProfile,
  openLab,
} from '../../../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
let running: RunningServer;
beforeAll(async () => {
  const report = 'target:\n  compression: none\n  report: https://seed.example.org/\n';
  lab = await buildLab(labProfile.replace('target:\n', report));
  const networks = { cidrs: [parseCidr('127.0.0.0/8')], macOf: () => '52:54:00:00:00:01' };
  server = await openLab(lab, { networks });
  running = await startServer(server.context, { host: '127.0.0.1', port: 0, log: () => undefined });
}, 300_000);
afterAll(async () => {
  await running.close();
  lab.remove();
});

it('posts what report.sh wrote, until the node is done', async () => {
  const script = join(lab.folder, 'post.sh');
  const status = join(lab.folder, 'status.json');
  writeFileSync(script, postScript);
  const steps = [{ name: 'fetch', state: 'done', seconds: 2, detail: 'kubelet: in place' }];
  writeFileSync(status, `${JSON.stringify({ node: 'c1', state: 'done', uptime: 9, steps })}\n`);
  const url = `http://127.0.0.1:${running.port}/report/c1`;
  await promisify(execFile)('/bin/sh', [script, status, url, '', '1']);
  const [report] = await server.context.state.listReports();
  expect(JSON.parse(report?.text ?? '')).toEqual({ node: 'c1', state: 'done', uptime: 9, steps });
});

it('is started on each node when the profile names the server', () => {
  const part = lab.build.documents.find(
    ({ node, format }) => node === 'c1' && format === 'ignition',
  );
  expect(part).toBeDefined();
  const text =
    server.context.shelf.nodes.get('c1')?.documents.get('config.ign')?.bytes.toString() ?? '';
  expect(text).toContain('clusterseed-post.service');
  expect(text).toContain('https://seed.example.org/report/c1');
});
