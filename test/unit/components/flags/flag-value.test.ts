import { describe, expect, test } from 'vitest';
import {
  type FlagValue,
  flagTexts,
  unfitValue,
} from '../../../../src/components/flags/flag-value.ts';

describe('unfitValue', () => {
  const fits: [string, FlagValue][] = [
    ['bool', true],
    ['bool', 'false'],
    ['int', 5],
    ['int32', '-3'],
    ['uint', 0],
    ['float32', 0.001],
    ['duration', '1h30m'],
    ['duration', '0'],
    ['duration', '1.5s'],
    ['ip', 'fd00::1'],
    ['ipport', '127.0.0.1:10249'],
    ['portRange', '30000-32767'],
    ['quantity', '64Mi'],
    ['string', 'any thing'],
    ['string', 7],
    ['stringSlice', 'a'],
    ['stringSlice', ['a', 'b']],
    ['stringArray', ['https://a', 'https://b']],
    ['int32Slice', [29, 23]],
    ['mapStringString', 'a=b,c=d'],
    ['mapStringString', ['a=b', 'c=d']],
    ['mapStringString', { a: 'b' }],
    ['mapStringBool', { InitialCorruptCheck: true }],
    ['mapStringBool', 'A=true,B=false'],
    ['pattern=N,...', 'server*=3'],
    ['version', 'raw'],
  ];
  test.each(fits)('%s takes %j', (type, value) => {
    expect(unfitValue(type, value)).toBeUndefined();
  });

  const misfits: [string, FlagValue, string][] = [
    ['bool', 'yes', 'true or false'],
    ['bool', 1, 'true or false'],
    ['bool', [1], 'true or false'],
    ['int', 1.5, 'a whole number'],
    ['int', 'many', 'a whole number'],
    ['uint', -1, 'a whole number, not negative'],
    ['float32', 'half', 'a number'],
    ['duration', '1y', 'a Go duration such as 90s or 1h30m'],
    ['duration', 30, 'a Go duration such as 90s or 1h30m'],
    ['ip', '10.0.0', 'an IP address'],
    ['ipport', '127.0.0.1', 'address:port'],
    ['portRange', 'high', 'ports such as 30000-32767'],
    ['quantity', '64 MB', 'a quantity such as 64Mi'],
    ['string', ['a', 'b'], 'one string or number'],
    ['string', true, 'one string or number'],
    ['stringSlice', [], 'a list'],
    ['int32Slice', ['X25519'], 'a list of whole numbers'],
    ['mapStringString', 'a', 'key=value, one or a list'],
    ['mapStringBool', 'A=maybe', 'Gate=true or Gate=false, one or a list'],
  ];
  test.each(misfits)('%s refuses %j', (type, value, expected) => {
    expect(unfitValue(type, value)).toBe(expected);
  });
});

describe('flagTexts', () => {
  test('joins a list by commas', () => {
    expect(flagTexts('stringSlice', ['a', 'b'])).toEqual(['a,b']);
  });
  test('repeats what cannot be joined', () => {
    expect(flagTexts('stringArray', ['https://a', 'https://b'])).toEqual([
      'https://a',
      'https://b',
    ]);
    expect(flagTexts('namedCertKey', ['a,b', 'c,d:name'])).toEqual(['a,b', 'c,d:name']);
  });
  test('writes maps as key=value', () => {
    expect(flagTexts('mapStringBool', { A: true, B: false })).toEqual(['A=true,B=false']);
  });
});
