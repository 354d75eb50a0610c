/** A seeded source of numbers (mulberry32): the same seed gives the same profile on every machine. */
export interface Dice {
  /** An integer from 0 to `sides` - 1. */
  roll(sides: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function roll(sides: number): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, sides);
  }
  return { roll, pick: (items) => items[roll(items.length)] ?? items[0] };
}

type Mutation = (text: string, dice: Dice) => string;

const nasty: readonly [string, ...string[]] = [
  '99999999999999999999999999',
  '-1',
  '1e400',
  '.nan',
  '-.inf',
  '0x7fffffff',
  'null',
  '~',
  'true',
  'yes',
  '[]',
  '{}',
  '[[[[[[]]]]]]',
  `${'['.repeat(3000)}`,
  `${'{a: '.repeat(400)}`,
  `${'- '.repeat(500)}x`,
  '"\\0"',
  '"\\uD800"',
  '💥',
  'ａｂｃ',
  'ÅÄÖ\u0301',
  '\u202e10.0.0.1',
  '\u0000',
  '*alias',
  '&anchor',
  '!!js/function x',
  '!!binary aGk=',
  '!!set {a, b}',
  '!!timestamp 2001-01-01',
  '<<: *a',
  '? [a]: b',
  '%YAML 9.9',
  '---',
  '...',
  '| \n x',
  '>-',
  "'",
  '"',
  '__proto__: {a: 1}',
  'constructor: {prototype: 1}',
  'toString: x',
  'hasOwnProperty: 1',
  '0.0.0.0/0',
  '::/0',
  '255.255.255.255/32',
  'fd00::/108',
  '::ffff:10.0.0.1/128',
  '10.0.0.0/8',
  'x'.repeat(5000),
  `${'a.'.repeat(300)}b`,
  '[::1]:6443',
  'host:0',
  ':99999',
  '../../../etc/passwd',
  '/etc/passwd',
  '1y'.repeat(200),
  '$HOME',
  '$(reboot)',
];

const mutations: readonly [Mutation, ...Mutation[]] = [
  function flipByte(text, dice) {
    const at = dice.roll(text.length);
    const code = text.charCodeAt(at) ^ (1 << dice.roll(8));
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  },
  function deleteLine(text, dice) {
    const lines = text.split('\n');
    lines.splice(dice.roll(lines.length), 1);
    return lines.join('\n');
  },
  function doubleLine(text, dice) {
    const lines = text.split('\n');
    const at = dice.roll(lines.length);
    lines.splice(at, 0, lines[at] ?? '');
    return lines.join('\n');
  },
  function moveLine(text, dice) {
    const lines = text.split('\n');
    const [line = ''] = lines.splice(dice.roll(lines.length), 1);
    lines.splice(dice.roll(lines.length), 0, line);
    return lines.join('\n');
  },
  function swapValue(text, dice) {
    const values = [...text.matchAll(/(?<=[:,[] )[^\s,\]}{[][^,\]}\n]*/g)];
    const value = values[dice.roll(values.length)];
    if (value === undefined) return text;
    const other =
      dice.roll(2) === 0 ? dice.pick(nasty) : (values[dice.roll(values.length)]?.[0] ?? '');
    return text.slice(0, value.index) + other + text.slice(value.index + value[0].length);
  },
  function swapKey(text, dice) {
    const keys = [...text.matchAll(/[A-Za-z]+(?=:)/g)];
    const [key, other] = [keys[dice.roll(keys.length)], keys[dice.roll(keys.length)]];
    if (key === undefined || other === undefined) return text;
    return text.slice(0, key.index) + other[0] + text.slice(key.index + key[0].length);
  },
  function changeDigit(text, dice) {
    const digits = [...text.matchAll(/\d/g)];
    const digit = digits[dice.roll(digits.length)];
    if (digit === undefined) return text;
    return text.slice(0, digit.index) + dice.roll(10) + text.slice(digit.index + 1);
  },
  function insertNasty(text, dice) {
    const at = dice.roll(text.length);
    return text.slice(0, at) + dice.pick(nasty) + text.slice(at);
  },
  function indentLine(text, dice) {
    const lines = text.split('\n');
    const at = dice.roll(lines.length);
    lines[at] = dice.pick(['  ', '\t', ' ', '- ', '#', '']) + (lines[at] ?? '').trimStart();
    return lines.join('\n');
  },
  function cutEnd(text, dice) {
    return text.slice(0, dice.roll(text.length));
  },
  function carriageReturns(text) {
    return text.replaceAll('\n', '\r\n');
  },
];

/** `text` after one to four mutations chosen by `seed`. */
export function mutate(text: string, seed: number): string {
  const dice = createDice(seed);
  let mutated = text;
  for (let count = 1 + dice.roll(4); count > 0; count -= 1) {
    mutated = dice.pick(mutations)(mutated, dice);
  }
  return mutated;
}
