import type { Collector } from '../diagnostics/collector.ts';
import type { Path } from '../diagnostics/diagnostic.ts';
import { nearest } from '../text/nearest.ts';
import { fieldNames, fieldRow, fieldType } from './tables/kinds.ts';
import { versionRange } from './version-range.ts';

/** Where the value lies, and what is looked for in it. */
export interface FieldCheck {
  readonly version: string;
  readonly kind: string;
  readonly diagnostics: Collector;
  /** The line to report at when the value is in a file beside the profile: every finding stands there. */
  readonly at?: Path;
}

const goDuration = /^-?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$/;

/** By word of the tables: what it takes, and how to say that. */
const words: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  any: [() => true, 'anything'],
  string: [(value) => typeof value === 'string', 'a string'],
  bool: [(value) => typeof value === 'boolean', 'true or false'],
  int: [(value) => Number.isSafeInteger(value), 'a whole number'],
  number: [(value) => typeof value === 'number', 'a number'],
  duration: [
    (value) => typeof value === 'string' && goDuration.test(value),
    'a Go duration such as 90s or 1h30m',
  ],
  quantity: [(value) => ['string', 'number'].includes(typeof value), 'a quantity such as 64Mi'],
  time: [(value) => typeof value === 'string', 'a time such as 2026-01-02T15:04:05Z'],
};

/**
 * Holds a value against a type of the tables, as the strict decoder of that Kubernetes would. Reports
 * components/unknown-field (at the key), components/field-not-in-version and components/wrong-field-type.
 */
export function checkValue(check: FieldCheck, type: string, value: unknown, path: Path): void {
  if (value === null || value === undefined) return;
  if (type.startsWith('[]')) checkList(check, type.slice(2), value, path);
  else if (type.startsWith('{}')) {
    checkMapping(check, value, path, (key, item) =>
      checkValue(check, type.slice(2), item, [...path, key]),
    );
  } else if (type.includes('/')) {
    checkMapping(check, value, path, (key, item) => checkField(check, type, key, item, path));
  } else {
    const [accepts, expected] = words[type] ?? [() => true, ''];
    if (!accepts(value)) reportWrong(check, expected, path);
  }
}

function checkList(check: FieldCheck, type: string, value: unknown, path: Path): void {
  if (!Array.isArray(value)) reportWrong(check, 'a list', path);
  else for (const [index, item] of value.entries()) checkValue(check, type, item, [...path, index]);
}

function checkMapping(
  check: FieldCheck,
  value: unknown,
  path: Path,
  each: (key: string, item: unknown) => void,
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reportWrong(check, 'a mapping', path);
    return;
  }
  for (const [key, item] of Object.entries(value)) each(key, item);
}

function checkField(check: FieldCheck, type: string, field: string, value: unknown, path: Path) {
  const { version, kind, diagnostics, at } = check;
  const place = [...path, field];
  const known = fieldType(version, type, field);
  if (known !== undefined) {
    checkValue(check, known, value, place);
    return;
  }
  const range = versionRange(fieldRow(type, field), version);
  const args = { kind, field, version };
  const options = { onKey: at === undefined };
  if (range !== undefined) {
    diagnostics.report('components/field-not-in-version', at ?? place, { ...args, range }, options);
    return;
  }
  const guess = nearest(field, fieldNames(version, type));
  const hint = guess === undefined ? {} : { nearest: guess };
  diagnostics.report('components/unknown-field', at ?? place, { ...args, ...hint }, options);
}

function reportWrong({ kind, diagnostics, at }: FieldCheck, expected: string, path: Path): void {
  const field = path.filter((step) => typeof step === 'string').at(-1) ?? '';
  const args = { kind, field: String(field), expected };
  diagnostics.report('components/wrong-field-type', at ?? path, args);
}
