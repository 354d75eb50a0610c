import { valueAt } from '../text/tree.ts';
import type { Flags, NodeView } from './node-view.ts';

/** The flags that kubelet.service starts the kubelet with; undefined where there is none. */
export function kubeletFlags(node: NodeView): Flags | undefined {
  return node.service('kubelet.service');
}

/**
 * What the kubelet goes by: the flag, which wins, or the field (with dots) of the configuration file that its flags
 * name. Undefined when neither is set.
 */
export function kubeletSetting(node: NodeView, flag: string, field: string): unknown {
  const flags = kubeletFlags(node);
  const given = flag === '' ? undefined : flags?.get(flag);
  if (given !== undefined) return given;
  const path = flags?.get('config');
  return path === undefined ? undefined : valueAt(node.documents(path)[0], ...field.split('.'));
}
