import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/v4';
import type { Machine, MachineUser } from '../../machine/model.ts';
import { unitDirectory } from '../../machine/places.ts';
import { type ReadFile, readOrigin, toMachine } from './read-machine.ts';

const contents = z.looseObject({ source: z.string(), compression: z.string().optional() });
const named = z.looseObject({ name: z.string() });
const dropIn = z.looseObject({ name: z.string(), contents: z.string() });

const config = z.looseObject({
  ignition: z.looseObject({
    config: z.looseObject({ replace: contents }).optional(),
  }),
  passwd: z
    .looseObject({
      users: z
        .array(
          z.looseObject({
            name: z.string(),
            system: z.boolean().default(false),
            homeDir: z.string().optional(),
            shell: z.string().optional(),
            groups: z.array(z.string()).default([]),
            passwordHash: z.string().optional(),
            sshAuthorizedKeys: z.array(z.string()).default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
  storage: z
    .looseObject({
      files: z
        .array(
          z.looseObject({
            path: z.string(),
            mode: z.number().default(0o644),
            user: named.default({ name: 'root' }),
            group: named.default({ name: 'root' }),
            contents,
          }),
        )
        .default([]),
    })
    .prefault({}),
  systemd: z
    .looseObject({
      units: z
        .array(
          z.looseObject({
            name: z.string(),
            enabled: z.boolean().default(false),
            mask: z.boolean().default(false),
            contents: z.string().optional(),
            dropins: z.array(dropIn).default([]),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

type Config = z.output<typeof config>;

/**
 * The machine `name` that an Ignition config of `renderIgnition` makes. A config that stands for another one is
 * followed: what is packed inside, and `partText` for what is fetched. Throws when a text is none of ours.
 */
export function readIgnition(name: string, text: string, partText?: string): Machine {
  const read = config.parse(JSON.parse(text));
  const replace = read.ignition.config?.replace;
  if (replace !== undefined) {
    const inner = replace.source.startsWith('data:') ? textOf(replace) : partText;
    if (inner === undefined) throw new TypeError('the part that the config fetches is missing');
    return readIgnition(name, inner, partText);
  }
  const { units } = read.systemd;
  return toMachine({
    name,
    files: [...read.storage.files.map(toFile), ...units.flatMap(unitFiles)],
    users: read.passwd.users.map(toUser),
    enabled: new Set(units.filter(({ enabled }) => enabled).map((unit) => unit.name)),
    masked: new Set(units.filter(({ mask }) => mask).map((unit) => unit.name)),
  });
}

function toFile(file: Config['storage']['files'][number]): ReadFile {
  const { path, mode, user, group } = file;
  return { path, bytes: bytesOf(file.contents), mode, user: user.name, group: group.name };
}

function unitFiles(unit: Config['systemd']['units'][number]): ReadFile[] {
  const texts = [
    ...(unit.contents === undefined ? [] : [[unit.name, unit.contents] as const]),
    ...unit.dropins.map((each) => [`${unit.name}.d/${each.name}`, each.contents] as const),
  ];
  return texts.map(([path, text]) => ({
    path: `${unitDirectory}/${path}`,
    bytes: Buffer.from(text),
    mode: 0o644,
    user: 'root',
    group: 'root',
  }));
}

function toUser(user: Config['passwd']['users'][number]): MachineUser {
  const { name, system, homeDir, shell, groups, passwordHash, sshAuthorizedKeys } = user;
  return {
    name,
    system,
    ...(homeDir === undefined ? {} : { home: homeDir }),
    ...(shell === undefined ? {} : { shell }),
    groups,
    sshKeys: sshAuthorizedKeys,
    ...(passwordHash === undefined ? {} : { passwordHash }),
    from: readOrigin,
  };
}

function textOf(packed: z.output<typeof contents>): string {
  return Buffer.from(bytesOf(packed)).toString();
}

/** The content of a data: URL (RFC 2397), unpacked. */
function bytesOf({ source, compression }: z.output<typeof contents>): Uint8Array {
  const [, base64, data = ''] = /^data:(;base64)?,(.*)$/s.exec(source) ?? [];
  const bytes =
    base64 === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, 'base64');
  return compression === 'gzip' ? gunzipSync(bytes) : bytes;
}
