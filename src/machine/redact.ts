import type { Machine, MachineFile, MachineUnit } from './model.ts';

/** A text that must not be seen, and the name to show instead. */
export interface Redaction {
  readonly name: string;
  readonly value: string;
}

const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s"'@]+@/gi;

/**
 * The machine without anything secret: each of these values gives way to its name, in files, units and users, raw and
 * in base64; so do the user and password of a URL. A file that others may not read and that holds none of these
 * values, but a secret or something of the person's own, is left out whole; so are password hashes.
 */
export function redactMachine(machine: Machine, redactions: readonly Redaction[]): Machine {
  const hide = hider(redactions);
  return {
    ...machine,
    files: machine.files.map((file) => redactFile(file, hide)),
    units: machine.units.map((unit) => redactUnit(unit, hide)),
    users: machine.users.map((user) =>
      user.passwordHash === undefined ? user : { ...user, passwordHash: marked('password hash') },
    ),
    downloads: machine.downloads.map((download) => ({
      ...download,
      urls: download.urls.map(hide),
    })),
  };
}

type Hide = (text: string) => string;

function hider(redactions: readonly Redaction[]): Hide {
  const pairs = redactions.flatMap(({ name, value }) =>
    spellings(value).map((spelling) => [spelling, marked(name)] as const),
  );
  return (text) => {
    const hidden = pairs.reduce(
      (left, [spelling, mark]) =>
        left.includes(spelling) ? left.replaceAll(spelling, mark) : left,
      text,
    );
    return hidden.replaceAll(userInfo, `$1${marked('user')}@`);
  };
}

/** A value as it is, as base64 of itself, and as base64 of itself with an end of line. */
function spellings(value: string): string[] {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  return [value, encode(value), encode(`${value}\n`)];
}

function marked(name: string): string {
  return `REDACTED(${name})`;
}

function redactFile(file: MachineFile, hide: Hide): MachineFile {
  const text = typeof file.content === 'string' ? hide(file.content) : undefined;
  const own = file.from.component === 'profile' && (file.mode & 0o004) === 0;
  const hidden = text !== undefined && text !== file.content;
  if (hidden && !own) return { ...file, content: text };
  if (file.secrets.length > 0 || own) return { ...file, content: `${marked(file.path)}\n` };
  return file;
}

function redactUnit(unit: MachineUnit, hide: Hide): MachineUnit {
  return {
    ...unit,
    ...(unit.content === undefined ? {} : { content: hide(unit.content) }),
    dropIns: unit.dropIns.map(({ name, content }) => ({ name, content: hide(content) })),
  };
}
