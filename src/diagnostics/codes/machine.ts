import { defineCode } from '../define-codes.ts';
import { worldCodes } from './machine-world.ts';

/** Codes of the stage `machine`. */
export const machineCodes = {
  ...worldCodes,
  'machine/file-conflict': defineCode<{ path: string; first: string; second: string }>({
    severity: 'error',
    message: ({ path, first, second }) => `${first} and ${second} put different files at ${path}`,
    hint: () => 'give one of them another path',
    doc: 'Two parts of a machine want different content, mode or owner at the same path; give one another path.',
  }),
  'machine/path-clash': defineCode<{
    path: string;
    kind: string;
    first: string;
    other: string;
    otherKind: string;
    second: string;
  }>({
    severity: 'error',
    message: ({ path, kind, first, other, otherKind, second }) =>
      `${path} is a ${kind} (${first}), but ${second} needs ${
        path === other ? 'it as' : `it as a directory for`
      } ${path === other ? `a ${otherKind}` : other}`,
    hint: () => 'give one of them another path',
    doc: 'The same path is wanted as two kinds of thing, or something lies below a path that is no directory.',
  }),
  'machine/unit-conflict': defineCode<{
    unit: string;
    what: string;
    first: string;
    second: string;
  }>({
    severity: 'error',
    message: ({ unit, what, first, second }) =>
      `${first} and ${second} disagree about ${what} of ${unit}`,
    hint: () => 'change a unit with a drop-in of its own name, or give yours another name',
    doc: 'Two parts of a machine define one systemd unit, or one of its drop-ins, differently.',
  }),
  'machine/user-conflict': defineCode<{ user: string; first: string; second: string }>({
    severity: 'error',
    message: ({ user, first, second }) =>
      `${first} and ${second} define the user ${user} differently`,
    hint: () => 'choose another user name',
    doc: 'Two parts of a machine define one user with different settings; choose another name.',
  }),
  'machine/invalid-path': defineCode<{ path: string; component: string }>({
    severity: 'error',
    message: ({ path, component }) =>
      `${component} names the path ${JSON.stringify(path)}, which is not absolute and normal`,
    hint: () => 'write an absolute path without "." or "..", doubled or trailing slashes',
    doc: 'A path on the machine must be absolute, without ".", "..", doubled or trailing slashes.',
  }),
  'machine/unknown-owner': defineCode<{ path: string; owner: string; component: string }>({
    severity: 'error',
    message: ({ path, owner, component }) =>
      `${path} (${component}) belongs to ${owner}, which does not exist on the machine`,
    hint: () => 'declare the user, or let root own it',
    doc: 'Files and directories may belong to root, to declared users and to accounts that every system has.',
  }),
  'machine/invalid-unit': defineCode<{ unit: string; why: string; component: string }>({
    severity: 'error',
    message: ({ unit, why, component }) => `${unit} (${component}): ${why}`,
    doc: 'A systemd unit does not hold: it is enabled without [Install], masked with content, or not a unit file.',
  }),
  'machine/missing-unit': defineCode<{
    unit: string;
    key: string;
    needs: string;
    component: string;
  }>({
    severity: 'error',
    message: ({ unit, key, needs, component }) =>
      `${unit} (${component}) says ${key}=${needs}, and nothing brings that unit`,
    doc: 'A unit names another one that neither the machine nor its operating system brings.',
  }),
  'machine/missing-program': defineCode<{ unit: string; program: string; component: string }>({
    severity: 'error',
    message: ({ unit, program, component }) =>
      `${unit} (${component}) runs ${program}, and nothing puts it there`,
    hint: () => 'add the file, a download or a package that brings it',
    doc: 'A unit runs a program that no file, download or package of the machine brings.',
  }),
  'machine/missing-host-path': defineCode<{ manifest: string; path: string; component: string }>({
    severity: 'error',
    message: ({ manifest, path, component }) =>
      `${manifest} (${component}) mounts ${path} from the host, and nothing puts it there`,
    hint: () => 'add the file or directory, or use a hostPath type that creates it',
    doc: 'A static pod mounts a path from its node that no file or directory of the machine provides.',
  }),
};
