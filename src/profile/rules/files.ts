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
    const hasContent = wrote([...at, 'content']);
    const hasSource = wrote([...at, 'source']);
    if (hasContent === hasSource) {
      const args = { file: file.path, both: hasContent };
      diagnostics.report('profile/content-or-source', at, args);
    }
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
