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
  settingLine,
} from './describe.ts';

/** Lists of nodes longer than this are shortened. */
const longestNames = 12;

/** The comparison for a terminal; `bold` marks headings. */
export function formatDiffText(
  diff: BuildDiff,
  steps: readonly Step[],
  bold: (text: string) => string = (text) => text,
): string {
  const { cluster, before, after, nodes, unchanged, settings } = diff;
  if (nodes.length === 0 && (settings ?? []).length === 0) {
    return `${cluster}: ${after} gives what ${before} has; ${unchanged} nodes, nothing to do`;
  }
  const idle = (settings ?? []).filter(
    (_, index) => !nodes.some(({ causes }) => causes.includes(index)),
  );
  const blocks = [
    bold(`${cluster}: from ${before} to ${after}: ${count(nodes.length)}, ${unchanged} do not`),
    ...groupNodes(diff).map((group) => nodeBlock(group, diff, bold)),
    ...(idle.length === 0
      ? []
      : [
          ['Settings that change no node:', ...idle.map((each) => `  ${settingLine(each)}`)].join(
            '\n',
          ),
        ]),
    ...(steps.length === 0 ? [] : [stepBlock(steps, bold)]),
  ];
  return blocks.join('\n\n');
}

function count(nodes: number): string {
  return nodes === 1 ? 'one node differs' : `${nodes} nodes differ`;
}

/** Names in a row, shortened when they are many. */
export function nameList(names: readonly string[]): string {
  const shown = names.slice(0, longestNames).join(', ');
  return names.length <= longestNames ? shown : `${shown} and ${names.length - longestNames} more`;
}

function nodeBlock({ nodes, sample }: NodeGroup, diff: BuildDiff, bold: (text: string) => string) {
  return [
    bold(`${nameList(nodes)} (${sample.roles.join(', ')}): ${headline(sample)}`),
    ...demands(sample).map((line) => `  ${line}`),
    ...causeLines(sample, diff).map((line) => `  cause: ${line}`),
    ...(nodes.length > 1 && sample.files.length > 0 ? [`  on ${sample.node}:`] : []),
    ...sample.files.flatMap((file) => [
      `  ${fileLine(file)}`,
      ...contentLines(file).map((line) => `      ${line}`),
    ]),
  ].join('\n');
}

function stepBlock(steps: readonly Step[], bold: (text: string) => string): string {
  return [
    bold('What to do, in this order:'),
    ...steps.flatMap(({ text, commands }, index) => [
      `  ${index + 1}. ${text}`,
      ...commands.map((command) => `       ${command}`),
    ]),
  ].join('\n');
}
