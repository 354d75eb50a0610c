import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GuestConsole } from '../../../src/smoke/console/guest-console.ts';
import { createProgress } from '../../../src/smoke/console/progress.ts';

const REPORT = 'clusterseed: node=a step=fetch state=done seconds=3\n';

describe('waiting on a console', () => {
  let guest: GuestConsole;
  const feed = (text: string): void => guest.write(Buffer.from(text));

  beforeEach(() => {
    vi.useFakeTimers();
    guest = new GuestConsole('a');
    guest.beginBoot();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('takes a step that comes in pieces', async () => {
    const step = guest.waitForStep('fetch', 'done', { seconds: 10 });
    feed(REPORT.slice(0, 20));
    feed(REPORT.slice(20));
    expect(await step).toMatchObject({ step: 'fetch', boot: 1, seconds: 3 });
  });

  it('takes a step that has come already, but not from an earlier boot than asked', async () => {
    feed(REPORT);
    expect((await guest.waitForStep('fetch', 'done', { seconds: 1 })).boot).toBe(1);
    const second = guest.waitForStep('fetch', 'done', { seconds: 10, boot: 2 });
    guest.beginBoot();
    feed(REPORT);
    expect((await second).boot).toBe(2);
  });

  it('sees a login prompt although its line has no end', async () => {
    feed('\r\na login: ');
    expect((await guest.waitForStep('login', 'done', { seconds: 1 })).detail).toBe('a');
  });

  it('names the step that hung, the one before it, and the last lines', async () => {
    feed(`${REPORT}kubelet: some complaint\n`);
    const hung = guest.waitForStep('addons', 'done', { seconds: 60 });
    const said = expect(hung).rejects.toThrow(
      /^a: step "addons" to be done did not come within 60 s\nlast step seen: fetch \(done\)[\s\S]*\| kubelet: some complaint$/,
    );
    vi.advanceTimersByTime(60_000);
    await said;
  });

  it('ends all waiting when the VM is lost', async () => {
    const step = guest.waitForStep('fetch', 'done', { seconds: 60 });
    guest.fail('QEMU ended (SIGSEGV): ');
    await expect(step).rejects.toThrow('a: QEMU ended (SIGSEGV)');
  });
});

describe('progress', () => {
  const event = { source: 'clusterseed', step: 'fetch', state: 'running' } as const;

  it('writes one plain line per change where there is no terminal', () => {
    const lines: string[] = [];
    const progress = createProgress({ write: (text) => lines.push(text) }, () => 0);
    progress.show('a', event);
    progress.show('a', { ...event, state: 'done', seconds: 4, detail: '9 files' });
    progress.show('a', { source: 'systemd', step: 'x.service', state: 'done' });
    expect(lines).toEqual([
      '    0 s  a                … fetch running\n',
      '    0 s  a                ✓ fetch done 4 s  9 files\n',
    ]);
  });

  it('keeps one line per node and step on a terminal', () => {
    let screen = '';
    const target = { isTTY: true, columns: 60, write: (text: string) => (screen += text) };
    const progress = createProgress(target, () => 0);
    progress.show('a', event);
    progress.show('a', { ...event, state: 'done' });
    progress.show('b', event);
    const last = screen.split('\u001b[J').at(-1);
    expect(last?.match(/fetch/g)?.length).toBe(2);
    expect(screen).toContain('\u001b[1A');
  });
});
