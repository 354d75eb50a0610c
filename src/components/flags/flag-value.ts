import { isAddress } from '../../net/address.ts';

/** A flag's value before it is text: a list repeats or joins the flag, as its type demands. */
export type FlagValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | Readonly<Record<string, string | number | boolean>>;

interface Kind {
  /** What one value must look like, for people. */
  readonly expected: string;
  /** How several values are given; absent: only one value is allowed. */
  readonly several?: 'joined' | 'repeated';
  readonly accepts: (text: string) => boolean;
}

const goDuration = /^-?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$/;
const anything = () => true;
const matches = (pattern: RegExp) => (text: string) => pattern.test(text);
const integer: Kind = { expected: 'a whole number', accepts: matches(/^-?\d+$/) };
const natural: Kind = { expected: 'a whole number, not negative', accepts: matches(/^\d+$/) };
const number: Kind = { expected: 'a number', accepts: matches(/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i) };
const text: Kind = { expected: 'one string or number', accepts: anything };
const list: Kind = { expected: 'a list', several: 'joined', accepts: anything };
const pairs: Kind = {
  expected: 'key=value, one or a list',
  several: 'joined',
  accepts: (value) => value.split(',').every((pair) => pair === '' || pair.includes('=')),
};
const gates: Kind = {
  expected: 'Gate=true or Gate=false, one or a list',
  several: 'joined',
  accepts: (value) => value.split(',').every((pair) => /^[^=]+=(true|false)$/i.test(pair.trim())),
};

/** By pflag type (spf13/pflag, k8s.io/component-base/cli/flag); types that are not here take any one string. */
const kinds: Readonly<Record<string, Kind>> = {
  bool: { expected: 'true or false', accepts: matches(/^(true|false)$/) },
  int: integer,
  int32: integer,
  int64: integer,
  uint: natural,
  uint32: natural,
  uint64: natural,
  Level: integer,
  float32: number,
  float64: number,
  duration: { expected: 'a Go duration such as 90s or 1h30m', accepts: matches(goDuration) },
  ip: { expected: 'an IP address', accepts: isAddress },
  ipport: { expected: 'address:port', accepts: matches(/:\d{1,5}$/) },
  'port-range': { expected: 'ports such as 30000-32767', accepts: matches(/^\d+([-+]\d+)?$/) },
  portRange: { expected: 'ports such as 30000-32767', accepts: matches(/^\d+([-+]\d+)?$/) },
  quantity: {
    expected: 'a quantity such as 64Mi',
    accepts: matches(/^\d+(\.\d+)?([KMGTPE]i?|[mk])?$/),
  },
  stringSlice: list,
  int32Slice: {
    ...list,
    expected: 'a list of whole numbers',
    accepts: matches(/^-?\d+(,-?\d+)*$/),
  },
  stringArray: { ...list, several: 'repeated' },
  namedCertKey: { expected: 'certificate,key[:names]', several: 'repeated', accepts: anything },
  cidrs: list,
  '[]v1.Taint': list,
  '[]api.Taint': list,
  'reserved-memory': { ...list, several: 'repeated' },
  'pattern=N,...': pairs,
  moduleSpec: pairs,
  mapStringString: pairs,
  stringToString: pairs,
  mapStringBool: gates,
  colonSeparatedMultimapStringString: pairs,
};

/** What the type expects, in words, when `value` is not that; undefined when it fits. */
export function unfitValue(type: string, value: FlagValue): string | undefined {
  const kind = kinds[type] ?? text;
  const texts = textsOf(value);
  const isList = typeof value === 'object';
  if (isList && (kind.several === undefined || texts.length === 0)) return kind.expected;
  if (typeof value === 'boolean' && type !== 'bool') return kind.expected;
  return texts.every(kind.accepts) ? undefined : kind.expected;
}

/** The values that the flag is given, one per occurrence on the command line. */
export function flagTexts(type: string, value: FlagValue): string[] {
  const texts = textsOf(value);
  return kinds[type]?.several === 'repeated' ? texts : [texts.join(',')];
}

function textsOf(value: FlagValue): string[] {
  if (typeof value !== 'object') return [String(value)];
  if (isList(value)) return value.map(String);
  return Object.entries(value).map(([key, item]) => `${key}=${item}`);
}

function isList(value: object): value is readonly (string | number)[] {
  return Array.isArray(value);
}
