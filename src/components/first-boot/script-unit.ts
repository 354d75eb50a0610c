import type { MachineFile, MachineUnit, Origin } from '../../machine/model.ts';
import type { ClusterNode } from '../../plan/cluster.ts';
import { formatEnvironment } from '../../text/systemd-exec.ts';
import type { UnitEntry } from '../../text/systemd-unit.ts';
import { ownUnit, rootFile } from '../root-file.ts';
import { compactScript } from './compact-script.ts';
import { scriptDirectory, searchPath } from './paths.ts';

/** A script of ours and the unit that runs it. */
export interface ScriptUnit {
  /** `fetch` gives clusterseed-fetch.service and /etc/clusterseed/fetch.sh. */
  readonly name: string;
  readonly description: string;
  readonly script: string;
  readonly args: readonly string[];
  /** `oneshot` counts as active when it has ended well; `simple` runs on. */
  readonly type: 'oneshot' | 'simple';
  readonly after?: readonly string[];
  readonly before?: readonly string[];
  /** Also pulled in and waited for: network-online.target. */
  readonly online?: boolean;
}

/**
 * The script as a plain file that /bin/sh reads (so that neither a noexec mount nor SELinux stands in the way)
 * and a unit that starts it at every boot and again after a failure, without limit.
 */
export function scriptUnit(
  from: Origin,
  node: Pick<ClusterNode, 'os'>,
  { name, description, script, args, type, after = [], before = [], online = false }: ScriptUnit,
): { readonly files: readonly MachineFile[]; readonly units: readonly MachineUnit[] } {
  const path = `${scriptDirectory}/${name}.sh`;
  const afterAll = [...(online ? ['network-online.target'] : []), ...after];
  const unit: UnitEntry[] = [
    ['Description', description],
    ...(online ? [['Wants', 'network-online.target'] as const] : []),
    ...(afterAll.length > 0 ? [['After', afterAll.join(' ')] as const] : []),
    ...(before.length > 0 ? [['Before', before.join(' ')] as const] : []),
    ['StartLimitIntervalSec', 0],
  ];
  const service: UnitEntry[] = [
    ['Type', type],
    ...(type === 'oneshot' ? [['RemainAfterExit', 'yes'] as const] : []),
    ['Environment', formatEnvironment('PATH', searchPath(node))],
    ['ExecStart', ['/bin/sh', path, ...args]],
    ['TimeoutStartSec', 'infinity'],
    ['Restart', 'on-failure'],
    ['RestartSec', 10],
  ];
  const sections = [
    { name: 'Unit', entries: unit },
    { name: 'Service', entries: service },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target'] as const] },
  ];
  return {
    files: [rootFile(from, path, compactScript(script), { mode: 0o755 })],
    units: [ownUnit(from, `clusterseed-${name}.service`, sections)],
  };
}
