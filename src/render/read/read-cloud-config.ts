import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import * as z from 'zod/v4';
import type { Machine, MachineUser } from '../../machine/model.ts';
import { type ReadFile, readOrigin, toMachine } from './read-machine.ts';

const user = z.looseObject({
  name: z.string(),
  system: z.boolean().default(false),
  homedir: z.string().optional(),
  shell: z.string().optional(),
  groups: z.string().default(''),
  hashed_passwd: z.string().optional(),
  ssh_authorized_keys: z.array(z.string()).default([]),
});

const cloudConfig = z.looseObject({
  hostname: z.string(),
  users: z.array(z.union([z.string(), user])).default([]),
  write_files: z
    .array(
      z.looseObject({
        path: z.string(),
        content: z.string().default(''),
        encoding: z.string().optional(),
        permissions: z.string().default('0644'),
        owner: z.string().default('root:root'),
      }),
    )
    .default([]),
  runcmd: z.array(z.string()).default([]),
});

const part = z.looseObject({
  files: z.array(
    z.looseObject({
      path: z.string(),
      mode: z.string(),
      user: z.string(),
      group: z.string(),
      text: z.string().optional(),
      base64: z.string().optional(),
    }),
  ),
  commands: z.array(z.array(z.string())),
});

/**
 * The machine that a #cloud-config of `renderUserData` makes; `partText` is the second part when it is split (its
 * files and commands come on top). Throws when a text is none of ours.
 */
export function readCloudConfig(text: string, partText?: string): Machine {
  const config = cloudConfig.parse(load(text));
  const rest = partText === undefined ? undefined : part.parse(JSON.parse(partText));
  const commands = [...config.runcmd.map(wordsOf), ...(rest?.commands ?? [])];
  const files = [
    ...config.write_files.map(({ path, content, encoding, permissions, owner }): ReadFile => {
      const [name = 'root', group = name] = owner.split(':');
      const bytes = decode(content, encoding);
      return { path, bytes, mode: Number.parseInt(permissions, 8), user: name, group };
    }),
    ...(rest?.files ?? []).map(({ path, mode, user: name, group, text: plain, base64 }) => {
      const bytes = base64 === undefined ? Buffer.from(plain ?? '') : decode(base64, 'b64');
      return { path, bytes, mode: Number.parseInt(mode, 8), user: name, group };
    }),
  ];
  return toMachine({
    name: config.hostname,
    files,
    users: config.users.flatMap((entry) => (typeof entry === 'string' ? [] : [toUser(entry)])),
    enabled: namedIn(commands, 'enable'),
    masked: namedIn(commands, 'mask'),
  });
}

function decode(content: string, encoding: string | undefined): Uint8Array {
  if (encoding === undefined) return Buffer.from(content);
  const bytes = Buffer.from(content, 'base64');
  return encoding === 'gz+b64' ? gunzipSync(bytes) : bytes;
}

function toUser(entry: z.output<typeof user>): MachineUser {
  const { name, system, homedir, shell, groups, hashed_passwd, ssh_authorized_keys } = entry;
  return {
    name,
    system,
    ...(homedir === undefined ? {} : { home: homedir }),
    ...(shell === undefined ? {} : { shell }),
    groups: groups === '' ? [] : groups.split(', '),
    sshKeys: ssh_authorized_keys,
    ...(hashed_passwd === undefined ? {} : { passwordHash: hashed_passwd }),
    from: readOrigin,
  };
}

/** Names of units hold no white space and no quote, so words end where they seem to. */
function wordsOf(command: string): string[] {
  return command.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
}

function namedIn(commands: readonly (readonly string[])[], verb: string): Set<string> {
  return new Set(
    commands.flatMap(([program, first, ...names]) =>
      program === 'systemctl' && first === verb ? names : [],
    ),
  );
}
