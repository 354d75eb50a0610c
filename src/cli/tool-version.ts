import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../output/package-root.ts';

/** The version in clusterseed's own package.json. */
export function toolVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error('package.json has no version');
}
