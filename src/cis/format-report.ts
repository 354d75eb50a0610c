import { type CisReport, type CisResult, type CisStatus, countStatuses } from './report.ts';

const labels: Readonly<Record<CisStatus, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  waived: 'waived',
  manual: 'manual',
  'not-applicable': 'n/a',
};

/** The report as lines for a person: item, status, what it asks for, what was found, why it is waived. */
export function formatReport(report: CisReport): string {
  const lines = report.results.flatMap((result) => {
    const { item, status, title, reason } = result;
    const head = `${labels[status].padEnd(7)} ${item.padEnd(7)} ${title}`;
    const because = reason === undefined ? [] : [`        reason: ${reason}`];
    return [head, ...findingLines(result).map((line) => `        ${line}`), ...because];
  });
  return [titleOf(report), '', ...lines, '', countStatuses(report)].join('\n');
}

/** The report as a page of Markdown, a table per section. */
export function formatMarkdown(report: CisReport): string {
  const sections = new Map<string, CisResult[]>();
  for (const result of report.results) {
    const section = result.item
      .split('.')
      .slice(0, result.item.startsWith('2.') ? 1 : 2)
      .join('.');
    sections.set(section, [...(sections.get(section) ?? []), result]);
  }
  const tables = [...sections].map(([section, results]) =>
    [
      `## ${section} ${sectionTitles[section] ?? ''}`,
      '',
      '| item | asks for | status | found | reason |',
      '|---|---|---|---|---|',
      ...results.map(markdownRow),
      '',
    ].join('\n'),
  );
  return [
    `# ${titleOf(report)}`,
    '',
    `${countStatuses(report)}.`,
    '',
    introduction,
    '',
    ...tables,
  ].join('\n');
}

const introduction = `Decided from the flags, files, modes and configuration of the compiled nodes. Sections 3.1 and 5 of the benchmark are about people and about what runs in the cluster later on: no document decides them.`;

const sectionTitles: Readonly<Record<string, string>> = {
  '1.1': 'Files of the control plane',
  '1.2': 'API server',
  '1.3': 'Controller manager',
  '1.4': 'Scheduler',
  '2': 'etcd',
  '3.2': 'Audit',
  '4.1': 'Files of nodes',
  '4.2': 'Kubelet',
  '4.3': 'kube-proxy',
};

function titleOf({ benchmark, cluster, kubernetes }: CisReport): string {
  return `${benchmark}: ${cluster}, Kubernetes ${kubernetes}`;
}

function markdownRow(result: CisResult): string {
  const { item, title, status, reason = '' } = result;
  const found = findingLines(result).join('; ');
  return `| ${[item, title, labels[status], found, reason].map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

const mostNodes = 3;

function findingLines({ findings, status, waiverIsStale }: CisResult): string[] {
  const lines = findings.map(({ found, nodes }) =>
    status === 'fail' || findings.length > 1 ? `${found} (${listNodes(nodes)})` : found,
  );
  const none = lines.length === 0 ? ['no node of this cluster has it'] : lines;
  return waiverIsStale ? [...none, 'the profile waives it, which is not needed'] : none;
}

function listNodes(nodes: readonly string[]): string {
  const more = nodes.length - mostNodes;
  const shown = nodes.slice(0, mostNodes).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
