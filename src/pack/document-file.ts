import type { PackageMachine } from './packager.ts';

/** Where a machine's document lies in a package. */
export function documentFile({ name, format }: Pick<PackageMachine, 'name' | 'format'>): string {
  return `${name}/${format === 'ignition' ? 'config.ign' : 'user-data'}`;
}
