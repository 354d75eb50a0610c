import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { requireSettings, settingSuffix } from '../../../src/text/shell-settings.ts';

const lines = requireSettings([
  { name: 'IMAGE_A', meaning: 'image of a, or IMAGE for all', fallback: 'IMAGE' },
]).join('\n');

it('takes a setting, or the one for all', () => {
  const run = (env: Record<string, string>) =>
    execFileSync('sh', ['-uc', `${lines}\necho "$IMAGE_A"`], { env, encoding: 'utf8' });
  expect(run({ IMAGE_A: 'own', IMAGE: 'all' })).toBe('own\n');
  expect(run({ IMAGE: 'all' })).toBe('all\n');
});

it('ends with the meaning when neither is there', () => {
  const { status, stderr } = spawnSync('sh', ['-uc', lines], { env: {}, encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('IMAGE_A: image of a, or IMAGE for all');
});

it('refuses what a shell would read', () => {
  expect(() => requireSettings([{ name: 'A', meaning: '$(id)' }])).toThrow(TypeError);
  expect(() => requireSettings([{ name: 'a b', meaning: '' }])).toThrow(TypeError);
  expect(settingSuffix('10.240.0.0/24 ü')).toBe('10_240_0_0_24_');
});
