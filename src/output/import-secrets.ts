import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ImportedSecrets, importSecrets, parseSecrets, serializeSecrets } from '../index.ts';
import { type Findings, type OpenOptions, openProfile } from './open-profile.ts';
import { saveStore } from './store.ts';
import { toWorldError } from './world-error.ts';

/** A planned import: nothing is written before `save`. */
export interface ImportResult extends Findings {
  readonly imported: ImportedSecrets | undefined;
  readonly secretsPath: string;
  save(): void;
}

/** Larger files are no certificate, key or kubeconfig. */
const largest = 1024 * 1024;

/**
 * Plans to make the store of a profile from the files below a directory. Raises import/store-exists and the codes of
 * importSecrets. A failing disk throws a WorldError.
 */
export async function planImport(
  options: OpenOptions & { readonly from: string; readonly now: Date },
): Promise<ImportResult> {
  const profile = openProfile(options);
  const { cluster, diagnostics, secretsPath } = profile;
  const { texts, large } = readFolder(options.from);
  if (existsSync(secretsPath)) {
    diagnostics.report('import/store-exists', [], { file: secretsPath });
  }
  const found =
    cluster && !diagnostics.hasErrors()
      ? await importSecrets(cluster, texts, options.now, diagnostics)
      : undefined;
  const imported = found && {
    ...found,
    left: [...found.left, ...large.map((file) => ({ file, why: 'too large to be looked at' }))],
  };
  const text = imported === undefined ? '' : serializeSecrets(imported.secrets);
  // What is written must be readable by the next build.
  const sound =
    imported &&
    parseSecrets(text, { cluster: imported.secrets.cluster, file: secretsPath, diagnostics });
  return {
    ...profile.findings(),
    imported: sound && imported,
    secretsPath,
    save() {
      if (sound) saveStore({ path: secretsPath, raw: undefined }, text);
    },
  };
}

function readFolder(folder: string): { texts: Map<string, string>; large: string[] } {
  const texts = new Map<string, string>();
  const large: string[] = [];
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isFile() !== true) continue;
      const name = relative(folder, path);
      if (stat.size > largest) large.push(name);
      else texts.set(name, readFileSync(path, 'utf8'));
    }
  } catch (cause) {
    throw toWorldError(`cannot read ${folder}`, cause);
  }
  return { texts, large };
}
