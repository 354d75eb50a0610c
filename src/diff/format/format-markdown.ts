import type { BuildDiff } from '../node-diff.ts';
import type { Step } from '../steps/step.ts';
import {
  causeLines,
  contentLines,
  demands,
  fileLine,
  groupNodes,
  headline,
  type NodeGroup,
} from './describe.ts';
import { nameList } from './format-text.ts';

/** The comparison as Markdown for a merge request: a table of nodes, what to do, and the files, folded. */
export function formatDiffMarkdown(diff: BuildDiff, steps: readonly Step[]): string {
  const { cluster, before, after, unchanged } = diff;
  const groups = groupNodes(diff);
  const title = `## ${plain(cluster)}: ${code(before)} → ${code(after)}`;
  if (groups.length === 0) return `${title}\n\nNo node changes (${unchanged} nodes).\n`;
  return [
    title,
    '',
    '| nodes | roles | what it takes | cause |',
    '|---|---|---|---|',
    ...groups.map((group) => tableRow(group, diff)),
    '',
    `${unchanged} nodes do not change.`,
    '',
    ...(steps.length === 0
      ? []
      : ['### What to do, in this order', '', ...steps.flatMap(stepLines), '']),
    '### Files',
    '',
    ...groups.flatMap(fileBlock),
  ].join('\n');
}

function tableRow({ nodes, sample }: NodeGroup, diff: BuildDiff): string {
  const cells = [
    nameList(nodes),
    sample.roles.join(', '),
    [headline(sample), ...demands(sample)].map(plain).join('<br>'),
    causeLines(sample, diff).map(code).join('<br>'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function stepLines({ text, commands }: Step, index: number): string[] {
  const lead = `${index + 1}. `;
  const indent = ' '.repeat(lead.length);
  if (commands.length === 0) return [`${lead}${plain(text)}`];
  const fenced = ['```sh', ...commands, '```'].map((line) => `${indent}${line}`);
  return [`${lead}${plain(text)}`, '', ...fenced, ''];
}

function fileBlock({ nodes, sample }: NodeGroup): string[] {
  if (sample.files.length === 0) return [];
  const body = sample.files.flatMap((file) => [fileLine(file), ...contentLines(file), '']);
  const ticks = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return [
    `<details><summary>${nameList(nodes)}: ${sample.files.length} files</summary>`,
    '',
    `${ticks}diff`,
    ...body.slice(0, -1),
    ticks,
    '',
    '</details>',
    '',
  ];
}

function longestRun(lines: readonly string[]): number {
  return Math.max(
    0,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)),
  );
}

function plain(text: string): string {
  return text.replaceAll(/[\\|<>*_`[\]#]/g, '\\$&');
}

function code(text: string): string {
  const inner = text.replaceAll('|', '\\|');
  return inner.includes('`') ? plain(text) : `\`${inner}\``;
}
