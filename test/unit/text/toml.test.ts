import { expect, it } from 'vitest';
import { toToml } from '../../../src/text/toml.ts';

it('writes tables after the values of their parent, with quoted keys', () => {
  const text = toToml({
    plugins: { 'io.containerd.cri': { runc: { SystemdCgroup: true }, image: 'a' }, empty: {} },
    version: 3,
    gone: undefined,
    list: ['a', 'b"c'],
  });
  expect(text).toBe(
    'version = 3\nlist = ["a", "b\\"c"]\n\n[plugins."io.containerd.cri"]\nimage = "a"\n\n' +
      '[plugins."io.containerd.cri".runc]\nSystemdCgroup = true\n\n[plugins.empty]\n',
  );
});

it('escapes control characters', () => {
  expect(toToml({ a: 'b\n\t\x7f\u0001' })).toBe('a = "b\\n\\t\\u007F\\u0001"\n');
});

it('refuses a number that is no integer', () => {
  expect(() => toToml({ a: 1.5 })).toThrow(TypeError);
});
