import type { Collector } from '../../diagnostics/collector.ts';
import type { Path } from '../../diagnostics/diagnostic.ts';
import { managedPath } from './managed-paths.ts';
import type { Rule } from './rule.ts';
import { type SettingsLayer, settingsLayers } from './settings-layers.ts';

/** Files have one content, are named once per list and lie where clusterseed writes nothing itself. */
export const checkFiles: Rule = ({ profile, wrote }, diagnostics) => {
  const dataDirectory = profile.etcd?.dataDir;
  for (const layer of settingsLayers(profile)) {
    checkLayer(layer, dataDirectory, wrote, diagnostics);
  }
};

function checkLayer(
  { settings, path }: SettingsLayer,
  dataDirectory: string | undefined,
  wrote: (path: Path) => boolean,
  diagnostics: Collector,
): void {
  const seen = new Set<string>();
  for (const [index, file] of (settings.files ?? []).entries()) {
    if (file?.path === undefined) continue;
    const at = [...path, 'files', index];
    const given = ['content', 'source', 'url'].filter((key) => wrote([...at, key]));
    if (given.length !== 1) {
      diagnostics.report('profile/content-or-source', at, { file: file.path, given });
    }
    checkDownload(file, at, wrote, diagnostics);
    if (seen.has(file.path)) {
      const args = { kind: 'file', name: file.path };
      diagnostics.report('profile/duplicate-entry', [...at, 'path'], args);
    }
    seen.add(file.path);
    const instead = managedPath(file.path, dataDirectory);
    if (instead === undefined) continue;
    const args = { path: file.path, instead };
    diagnostics.report('profile/managed-path', [...at, 'path'], args);
  }
}

/** A file with a URL becomes a line of the fetch plan, and is root's. */
function checkDownload(
  file: {
    readonly path?: string | undefined;
    readonly owner?: string | undefined;
    readonly url?: string | undefined;
  },
  at: Path,
  wrote: (path: Path) => boolean,
  diagnostics: Collector,
): void {
  const { path = '', owner = 'root:root', url } = file;
  const hasSum = wrote([...at, 'sha256']);
  const report = (problem: string, mend: string) =>
    diagnostics.report('profile/file-download', at, { file: path, problem, mend });
  if (!wrote([...at, 'url'])) {
    if (hasSum) report('has a sha256, but no url', 'leave the sha256 out, or give the url');
    return;
  }
  if (!hasSum) report('has a url, but no sha256', 'add sha256: what “sha256sum FILE” prints');
  if (!/^root(:root)?$/.test(owner)) {
    report(`is fetched, but not for root`, 'leave owner out; a unit of yours may chown it');
  }
  if (!/^[!-~]+$/.test(path) || (url !== undefined && !/^[!-~]+$/.test(url))) {
    report(
      'has a blank or other odd character in its path or url',
      'use printable ASCII without blanks',
    );
  }
}
