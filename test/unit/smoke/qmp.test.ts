import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Qmp } from '../../../src/smoke/qemu/qmp.ts';
import { SmokeError } from '../../../src/smoke/smoke-error.ts';

let folder: string;
let server: Server;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterseed-qmp-'));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

it('a QEMU that dies with a command unread refuses the command, and nothing else', async () => {
  const path = join(folder, 'qmp');
  // It reads nothing, so that its end is a reset (ECONNRESET) for the other side.
  server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.write('{"QMP":{}}\n{"return":{},"id":1}\n');
    setTimeout(() => socket.destroy(), 200);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const qmp = await Qmp.connect(path);
  const refused = qmp.execute('query-status');
  await expect(refused).rejects.toEqual(new SmokeError('QEMU closed its control socket'));
});
