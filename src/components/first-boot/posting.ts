import type { MachinePart } from '../../machine/model.ts';
import { type ComponentInput, originOf } from '../component.ts';
import { rootFile } from '../root-file.ts';
import { runDirectory, scriptDirectory } from './paths.ts';
import { postScript } from './post-script.ts';
import { scriptUnit } from './script-unit.ts';

/** With `target.report`: the unit that posts the node's first-boot report there, and the CA that it trusts. */
export function postingOf({ cluster, node }: ComponentInput): MachinePart[] {
  const { report, store } = cluster.profile.target;
  if (report === undefined) return [];
  const from = originOf('first-boot', node);
  const ca = store?.caFile === undefined ? undefined : cluster.sources.get(store.caFile);
  const caPath = `${scriptDirectory}/report-ca.crt`;
  const { files, units } = scriptUnit(from, node, {
    name: 'post',
    description: 'Tell the seed server how far the first boot has come',
    script: postScript,
    args: [
      `${runDirectory}/status.json`,
      `${report.replace(/\/+$/, '')}/report/${node.name}`,
      ca === undefined ? '' : caPath,
      '10',
    ],
    type: 'simple',
    online: true,
  });
  return [{ files: [...files, ...(ca === undefined ? [] : [rootFile(from, caPath, ca)])], units }];
}
