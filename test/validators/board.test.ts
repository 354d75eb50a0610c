import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../src/server/listen.ts';
import {
  adminToken,
  buildLab,
  type Lab,
  type LabServer,
  noon,
  openLab,
} from '../fixtures/server.ts';

let lab: Lab;
let server: LabServer;
let running: RunningServer;
let browser: Browser;
const pictures =
  process.env.CLUSTERSEED_PICTURES ?? mkdtempSync(join(tmpdir(), 'clusterseed-board-'));

const step = (name: string, state: string, detail = '') => ({ name, state, seconds: 12, detail });
const report = (node: string, state: string, steps: readonly object[]) =>
  server.context.state.saveReport({
    node,
    at: noon,
    text: JSON.stringify({ node, state, uptime: 90, steps }),
  });

beforeAll(async () => {
  lab = await buildLab();
  server = await openLab(lab);
  running = await startServer(server.context, { host: '127.0.0.1', port: 0, log: () => undefined });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  await report('c1', 'running', [step('fetch', 'done'), step('etcd', 'running')]);
  await report('w1', 'running', [
    step('fetch', 'failed', '<img src=x onerror=alert(1)> no route to host'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await running.close();
  lab.remove();
  if (process.env.CLUSTERSEED_PICTURES === undefined) rmSync(pictures, { recursive: true });
});

async function openBoard(
  look: { readonly dark?: boolean; readonly width?: number } = {},
): Promise<Page> {
  const page = await browser.newPage({
    httpCredentials: { username: 'admin', password: adminToken },
    colorScheme: look.dark === true ? 'dark' : 'light',
    viewport: { width: look.width ?? 1100, height: 800 },
  });
  await page.goto(`http://127.0.0.1:${running.port}/board/`);
  await page.waitForSelector('details.node');
  return page;
}

it('shows each node’s step, what hangs and why, and runs nothing of a report', async () => {
  const page = await openBoard();
  const alerts: string[] = [];
  page.on('dialog', (dialog) => void alerts.push(dialog.message()));
  expect(await page.textContent('[data-node=w1] summary')).toContain(
    '<img src=x onerror=alert(1)> no route to host',
  );
  expect(await page.textContent('[data-node=c1] summary')).toContain('etcd');
  expect(await page.textContent('[data-node=w2] summary')).toContain('nothing heard');
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('svg rect').count()).toBe(3);
  expect(await page.locator('svg line').count()).toBeGreaterThan(1);
  expect(await page.textContent('#expiry')).toMatch(/\d+ days/);
  expect(alerts).toEqual([]);
  await page.close();
});

it('follows the cluster without a reload, and keeps what is open and focused', async () => {
  const page = await openBoard();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.locator('[data-node=c1][open]').count()).toBe(1);
  await report('w2', 'done', [step('join', 'done')]);
  await page.waitForSelector('[data-node=w2].done');
  expect(await page.locator('[data-node=c1][open]').count()).toBe(1);
  const focused = 'document.activeElement.closest("details").dataset.node';
  expect(await page.evaluate(focused)).toBe('c1');
  await page.keyboard.press('Enter');
  expect(await page.locator('[data-node=c1][open]').count()).toBe(0);
  await page.close();
});

it.each([{ name: 'light' }, { name: 'dark', dark: true }, { name: 'phone', width: 360 }])(
  'fits and is readable: $name',
  async ({ name, ...look }) => {
    const page = await openBoard(look);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    writeFileSync(join(pictures, `${name}.png`), await page.screenshot({ fullPage: true }));
    await page.close();
  },
);

it('needs the administrator', async () => {
  const answer = await fetch(`http://127.0.0.1:${running.port}/board/`);
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('Basic'),
  ]);
});
