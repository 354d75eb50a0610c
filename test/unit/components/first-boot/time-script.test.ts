import { expect, test } from 'vitest';
import { timeScript } from '../../../../src/components/first-boot/time-script.ts';
import { createSandbox } from './sandbox.ts';

test('a clock that is synchronised costs nothing', () => {
  const sandbox = createSandbox();
  sandbox.standIn('timedatectl', 'echo yes');
  expect(sandbox.run(timeScript, '60', 'keep').status).toBe(0);
  expect(sandbox.calls()).toEqual(['timedatectl show -p NTPSynchronized --value']);
});

test('without a time service there is nothing to wait for', () => {
  const sandbox = createSandbox();
  sandbox.standIn('timedatectl', 'echo no');
  sandbox.standIn('systemctl', 'exit 3');
  expect(sandbox.run(timeScript, '60', 'keep').stdout).toBe('no time service runs here\n');
});

test('servers that do not answer hold the boot back for no longer than was said', () => {
  const sandbox = createSandbox();
  sandbox.standIn('timedatectl', 'echo no');
  sandbox.standIn('systemctl', '[ "$1" = is-active ] || { echo "no chrony.service" >&2; exit 5; }');
  expect(sandbox.run(timeScript, '6', 'reload')).toMatchObject({ status: 0, stderr: '' });
  expect(sandbox.calls().filter((call) => call === 'sleep 2')).toHaveLength(3);
  expect(sandbox.calls()[0]).toContain('systemctl try-restart systemd-timesyncd.service');
});
