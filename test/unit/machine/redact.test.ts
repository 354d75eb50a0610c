import { describe, expect, it } from 'vitest';
import type { MachineFile } from '../../../src/machine/model.ts';
import { redactMachine } from '../../../src/machine/redact.ts';
import { bare } from '../../fixtures/machine.ts';

const from = { component: 'x', path: [] };
const file = (more: Partial<MachineFile>): MachineFile => ({
  path: '/etc/x',
  content: '',
  mode: 0o644,
  user: 'root',
  group: 'root',
  secrets: [],
  from,
  ...more,
});
const secrets = [{ name: 'token', value: 'abcdefghijklmnop' }];
const contentOf = (one: MachineFile) =>
  redactMachine({ ...bare, files: [one] }, secrets).files[0]?.content;

describe('a redacted file', () => {
  it.each([
    ['keeps what is no secret', file({ content: 'a: b' }), 'a: b'],
    ['names a secret', file({ content: 't=abcdefghijklmnop;' }), 't=REDACTED(token);'],
    [
      'names a secret in base64, also with its end of line',
      file({ content: `${btoa('abcdefghijklmnop')} ${btoa('abcdefghijklmnop\n')}` }),
      'REDACTED(token) REDACTED(token)',
    ],
    [
      'is left out whole when its secret is not found in it',
      file({ content: 'derived', secrets: [{ secret: 'token', why: '' }] }),
      'REDACTED(/etc/x)\n',
    ],
    [
      'is left out whole when it is the person’s own and not for others',
      file({
        content: 'abcdefghijklmnop and more',
        mode: 0o600,
        from: { ...from, component: 'profile' },
      }),
      'REDACTED(/etc/x)\n',
    ],
    [
      'has no password of a proxy',
      file({ content: 'http_proxy=http://me:pass@proxy:3128/ a@b' }),
      'http_proxy=http://REDACTED(user)@proxy:3128/ a@b',
    ],
  ])('%s', (_what, one, content) => expect(contentOf(one)).toBe(content));
});

it('leaves out the password of a user, and secrets of units', () => {
  const user = { name: 'ops', system: false, groups: [], sshKeys: [], passwordHash: '$6$x', from };
  const dropIns = [{ name: '10.conf', content: 'Environment=T=abcdefghijklmnop' }];
  const unit = { name: 'x.service', content: 'T=abcdefghijklmnop', dropIns, enabled: true, from };
  const redacted = redactMachine({ ...bare, users: [user], units: [unit] }, secrets);
  expect(redacted.users[0]?.passwordHash).toBe('REDACTED(password hash)');
  expect(redacted.units[0]).toMatchObject({
    content: 'T=REDACTED(token)',
    dropIns: [{ content: 'Environment=T=REDACTED(token)' }],
  });
});
