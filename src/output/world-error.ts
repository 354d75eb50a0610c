/** The world outside failed (disk, permission, network, a missing program): one sentence for a person, exit code 3. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or directory',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  EMFILE: 'too many files are open',
  EIO: 'the disk reported an input/output error',
  ELOOP: 'too many symbolic links are in its path',
  ENAMETOOLONG: 'its name is too long',
};

/** Turns a failed system call into a WorldError that says what was tried; anything else is thrown on unchanged. */
export function toWorldError(what: string, cause: unknown): unknown {
  const code = errorCode(cause);
  if (code === undefined) return cause;
  return new WorldError(`${what}: ${reasons[code] ?? code}`, { cause });
}

/** The system's error code (`ENOENT`) of a thrown value, when it has one. */
export function errorCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' && /^E[A-Z0-9]+$/.test(cause.code) ? cause.code : undefined;
}
