import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileSources } from './read-sources.ts';
import { errorCode, toWorldError } from './world-error.ts';
import type { OutputFile } from './write-output.ts';

/** The texts that a build was made from, beside its documents. */
export const recordName = 'profile.json';

interface ProfileRecord {
  readonly version: 1;
  /** The profile's name among the texts. */
  readonly profile: string;
  readonly texts: Readonly<Record<string, string>>;
  /** SHA-256 (hex) of texts that hold a private key: those are not kept a second time. */
  readonly hidden: Readonly<Record<string, string>>;
}

/**
 * The record of what is built, for `diff` and for a person who asks what an old build was made from. 0600, as a profile
 * may hold password hashes. A private key beside the profile is not copied.
 */
export function recordProfile({ name, texts }: Pick<ProfileSources, 'name' | 'texts'>): OutputFile {
  const isKey = (text: string) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  const record: ProfileRecord = {
    version: 1,
    profile: name,
    texts: Object.fromEntries(sorted.filter(([, text]) => !isKey(text))),
    hidden: Object.fromEntries(
      sorted.filter(([, text]) => isKey(text)).map(([file, text]) => [file, sha256(text)]),
    ),
  };
  const bytes = Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`);
  return { path: recordName, bytes, mode: 0o600, secret: true };
}

/** The record of the build in `directory`, if it has one that can be read. */
export function readRecord(directory: string): Pick<ProfileSources, 'name' | 'texts'> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, recordName), 'utf8'));
    if (!isRecord(value)) return undefined;
    const hidden = Object.keys(value.hidden).map((name) => [name, ''] as const);
    return { name: value.profile, texts: new Map([...Object.entries(value.texts), ...hidden]) };
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT' || cause instanceof SyntaxError) return undefined;
    throw toWorldError(`cannot read ${join(directory, recordName)}`, cause);
  }
}

function isRecord(value: unknown): value is ProfileRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'profile' in value &&
    typeof value.profile === 'string' &&
    'texts' in value &&
    isTexts(value.texts) &&
    'hidden' in value &&
    isTexts(value.hidden)
  );
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
