import type { Origin } from '../machine/model.ts';
import type { Process } from '../machine/process.ts';
import { readYaml } from '../text/read-yaml.ts';
import { textAt, textsIn } from '../text/tree.ts';
import { pathsOf } from './flag-references.ts';
import type { Need, Reference } from './reference.ts';

/** A configuration file that a process reads. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly process: Process;
  readonly from: Origin;
}

/**
 * Kinds that name paths, and in which fields; `any`: a text with a slash in any field but `notPaths` is one. A base64
 * text may begin with a slash, so where there are secrets only fields that are known to be paths count.
 */
const kinds: Readonly<Record<string, 'any' | ReadonlySet<string>>> = {
  Config: new Set([
    'certificate-authority',
    'client-certificate',
    'client-key',
    'tokenFile',
    'command',
  ]),
  KubeletConfiguration: 'any',
  KubeSchedulerConfiguration: 'any',
  EncryptionConfiguration: new Set(['endpoint']),
  EncryptionConfig: new Set(['endpoint']),
  EgressSelectorConfiguration: new Set(['caBundle', 'clientKey', 'clientCert', 'udsName']),
};

const notPaths = new Set([
  'kubeletCgroups',
  'systemCgroups',
  'cgroupRoot',
  'kubeReservedCgroup',
  'systemReservedCgroup',
  'staticPodURLHeader',
]);

const needs: Readonly<Record<string, Need>> = {
  staticPodPath: 'directory',
  volumePluginDir: 'create',
  podLogsDir: 'create',
  command: 'any',
};

/** The paths that a configuration in YAML, TOML, HAProxy’s language or shell variables names. */
export function configReferences(
  file: ConfigFile,
  blame: (file: ConfigFile, key: string) => Origin,
): Reference[] {
  return namedIn(file).flatMap(({ key, value, need }) =>
    pathsOf(value).map(({ path, isSocket }) => ({
      path,
      need: isSocket ? 'socket' : need,
      process: file.process,
      by: `${key} of ${file.path}`,
      from: blame(file, key),
    })),
  );
}

interface Named {
  readonly key: string;
  readonly value: string;
  readonly need: Need;
}

function namedIn({ path, text, process }: ConfigFile): Named[] {
  if (process.program === 'haproxy' && path.endsWith('.cfg')) return inHaproxy(text);
  if (path.endsWith('.toml')) return inToml(text);
  return /^apiVersion:/m.test(text) ? inYaml(text) : [];
}

function inYaml(text: string): Named[] {
  return (readYaml(text) ?? []).flatMap((document) => {
    const fields = kinds[textAt(document, 'kind') ?? ''];
    if (fields === undefined) return [];
    return [...textsIn(document)].flatMap(({ keys, text: value }) => {
      const key = keys.at(-1) ?? '';
      const counts = fields === 'any' ? !keys.some((each) => notPaths.has(each)) : fields.has(key);
      return counts ? [{ key: keys.join('.'), value, need: needs[key] ?? 'file' }] : [];
    });
  });
}

/** Strings of TOML, alone or in a list on one line, as containerd’s configuration has them. */
function inToml(text: string): Named[] {
  return text.split('\n').flatMap((line) => {
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    const texts = [...value.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g)];
    return texts.map(([, basic, literal]) => ({
      key,
      value: basic ?? literal ?? '',
      need: /dirs?$|^config_path$/.test(key) ? ('directory' as const) : ('create' as const),
    }));
  });
}

const haproxyKeys = new Set(['ca-file', 'crt', 'crl-file', 'errorfile', 'ca-base', 'crt-base']);

function inHaproxy(text: string): Named[] {
  return haproxyLines(text).flatMap((words) =>
    words.flatMap((word, index) => {
      const value = words[index + (word === 'errorfile' ? 2 : 1)];
      return haproxyKeys.has(word) && value !== undefined
        ? [{ key: word, value, need: 'file' as const }]
        : [];
    }),
  );
}

/** The words of each line of a haproxy.cfg, quotes undone. */
export function haproxyLines(text: string): string[][] {
  return text.split('\n').flatMap((line) => {
    const words = line.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\#])+/g) ?? [];
    return words.length === 0 ? [] : [words.map((word) => word.replaceAll(/["'\\]/g, ''))];
  });
}
