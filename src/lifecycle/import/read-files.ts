import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  type X509Certificate,
} from 'node:crypto';
import { load } from 'js-yaml';
import * as z from 'zod/v4';
import { readCertificate, splitPem } from '../../pki/stored-pair.ts';

/** A certificate and the file that it was found in. */
export interface FoundCertificate {
  readonly file: string;
  readonly pem: string;
  readonly certificate: X509Certificate;
}

/** A private key and the file that it was found in. */
export interface FoundKey {
  readonly file: string;
  readonly key: KeyObject;
}

/** What a directory of hand-made files holds, whatever their names. */
export interface FoundFiles {
  readonly certificates: readonly FoundCertificate[];
  readonly keys: readonly FoundKey[];
  readonly publicKeys: readonly FoundKey[];
  /** Bearer tokens of token.csv and kubeconfigs. */
  readonly tokens: readonly { readonly file: string; readonly token: string }[];
  /** Configurations of encryption at rest with keys, or a KMS, of their own. */
  readonly encryption: readonly { readonly file: string; readonly providers: readonly string[] }[];
  /** Files in which nothing of this was found. */
  readonly foreign: readonly string[];
}

interface Lists {
  readonly certificates: FoundCertificate[];
  readonly keys: FoundKey[];
  readonly publicKeys: FoundKey[];
  readonly tokens: { readonly file: string; readonly token: string }[];
  readonly encryption: { readonly file: string; readonly providers: readonly string[] }[];
}

/** Reads every file by its content: PEM, kubeconfigs with what they carry, token.csv, and encryption at rest. */
export function readFiles(files: ReadonlyMap<string, string>): FoundFiles {
  const lists: Lists = { certificates: [], keys: [], publicKeys: [], tokens: [], encryption: [] };
  const size = () => Object.values(lists).reduce((sum, list) => sum + list.length, 0);
  const foreign: string[] = [];
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = size();
    readPem(file, text, lists);
    if (/^kind: *['"]?Config\b/m.test(text)) readKubeconfig(file, text, lists);
    if (/^kind: *['"]?EncryptionConfig(uration)?\b/m.test(text)) readEncryption(file, text, lists);
    if (/\.csv$/.test(file)) readTokens(file, text, lists);
    if (size() === before) foreign.push(file);
  }
  return { ...lists, foreign };
}

function readPem(file: string, text: string, lists: Lists): void {
  for (const pem of splitPem(text)) {
    const label = /BEGIN ([A-Z0-9 ]+)-/.exec(pem)?.[1] ?? '';
    if (label === 'CERTIFICATE') {
      const certificate = readCertificate(pem);
      if (certificate) lists.certificates.push({ file, pem, certificate });
    } else if (label.endsWith('PRIVATE KEY')) {
      const key = attempt(() => createPrivateKey(pem));
      if (key) lists.keys.push({ file, key });
    } else if (label.endsWith('PUBLIC KEY')) {
      const key = attempt(() => createPublicKey(pem));
      if (key) lists.publicKeys.push({ file, key });
    }
  }
}

function readKubeconfig(file: string, text: string, lists: Lists): void {
  const config = attempt(() => load(text));
  for (const value of texts(config)) {
    if (value.key.endsWith('-data')) {
      readPem(file, Buffer.from(value.text, 'base64').toString('latin1'), lists);
    } else if (value.key === 'token') lists.tokens.push({ file, token: value.text });
  }
}

/** Its providers but `identity`, which is none (kubernetes.io, Encrypting Confidential Data at Rest). */
function readEncryption(file: string, text: string, { encryption }: Lists): void {
  const found = attempt(() => encryptionSchema.parse(load(text)));
  const providers = found?.resources.flatMap((each) => each.providers.flatMap(Object.keys)) ?? [];
  const names = [...new Set(providers)].filter((name) => name !== 'identity');
  if (names.length > 0) encryption.push({ file, providers: names });
}

const encryptionSchema = z.object({
  resources: z.array(z.object({ providers: z.array(z.record(z.string(), z.unknown())) })),
});

/** Every text below a value, with the key it stands at. */
function texts(value: unknown, key = ''): { readonly key: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => texts(child, name));
}

/** token,user,uid,"groups" (kubernetes.io, Static token file). */
function readTokens(file: string, text: string, { tokens }: Lists): void {
  for (const line of text.split('\n')) {
    const [token = '', user, uid] = line.split(',').map((cell) => cell.trim().replaceAll('"', ''));
    if (token !== '' && user !== undefined && uid !== undefined) tokens.push({ file, token });
  }
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
