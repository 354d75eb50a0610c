import { readFileSync, statSync } from 'node:fs';
import { toWorldError, WorldError } from './world-error.ts';

/** How an age file begins (age-encryption.org/v1, sections "Header" and "ASCII armor"). */
const binaryStart = 'age-encryption.org/v1\n';
const armorStart = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Whether the text is an age file; a binary one is a text of bytes (latin1). */
export function isSealed(text: string): boolean {
  return isBinary(text) || text.trimStart().startsWith(armorStart);
}

/** Whether the text is an age file without armor. */
export function isBinary(text: string): boolean {
  return text.startsWith(binaryStart);
}

/**
 * The age identities of this run: of `file`, else of the environment (CLUSTERSEED_AGE_IDENTITY holds one,
 * CLUSTERSEED_AGE_IDENTITY_FILE names a file). Lines that begin with `#` are comments. None is no mistake.
 */
export function readIdentities(file: string | undefined): string[] {
  const named = file ?? process.env.CLUSTERSEED_AGE_IDENTITY_FILE;
  const given = file === undefined ? process.env.CLUSTERSEED_AGE_IDENTITY : undefined;
  const text = given || (named ? readPrivate(named) : '');
  const lines = text.split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const where = given ? 'CLUSTERSEED_AGE_IDENTITY' : named;
  if (identities.some((line) => !/^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(line))) {
    throw new WorldError(`${where} holds a line that is no age identity (AGE-SECRET-KEY-1…)`);
  }
  return identities;
}

function readPrivate(path: string): string {
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0 && statSync(path).isFile()) {
      throw new WorldError(`${path} can be read by others: run chmod 600 ${path}`);
    }
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw toWorldError(`cannot read the identity ${path}`, cause);
  }
}

/** The plain text of an age file. A WorldError says when no identity fits or the file is damaged. */
export async function unseal(
  path: string,
  text: string,
  identities: readonly string[],
): Promise<string> {
  if (identities.length === 0) {
    throw new WorldError(
      `${path} is encrypted: give --identity FILE, or set CLUSTERSEED_AGE_IDENTITY_FILE or CLUSTERSEED_AGE_IDENTITY`,
    );
  }
  const { armor, Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const identity of identities) addIdentity(decrypter, identity);
  try {
    const bytes = isBinary(text) ? Buffer.from(text, 'latin1') : armor.decode(text.trim());
    return await decrypter.decrypt(bytes, 'text');
  } catch (cause) {
    const unknown = cause instanceof Error && /no identity matched/.test(cause.message);
    const why = unknown ? 'no identity that was given fits' : 'it is damaged or cut off';
    throw new WorldError(`cannot decrypt ${path}: ${why}`, { cause });
  }
}

function addIdentity(decrypter: { addIdentity(identity: string): void }, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch (cause) {
    throw new WorldError('an age identity is damaged: its checksum is wrong', { cause });
  }
}

/** The text encrypted to every recipient (age1…), in ASCII armor. */
export async function seal(text: string, recipients: readonly string[]): Promise<string> {
  const { armor, Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new WorldError(`${recipient} is no age recipient (age1…)`, { cause });
    }
  }
  return armor.encode(await encrypter.encrypt(text));
}
