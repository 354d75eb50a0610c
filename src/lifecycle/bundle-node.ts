import { formatApplyBundle } from '../change/apply/apply-bundle.ts';
import type { CompiledNode } from '../compile.ts';
import { searchPath } from '../components/first-boot/paths.ts';

/** The script that brings the running node to what its boot document says; see formatApplyBundle. Holds its secrets. */
export function bundleNode({ node, machine }: Pick<CompiledNode, 'node' | 'machine'>): string {
  return formatApplyBundle(machine, searchPath(node));
}
