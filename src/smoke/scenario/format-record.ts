import { cpus, totalmem } from 'node:os';
import type { StepTime } from './boot-cluster.ts';

/** A run as Markdown: where, what, how long, what was seen. Nothing in it names this host. */
export function formatRecord(record: {
  readonly title: string;
  readonly facts: readonly string[];
  readonly times: readonly StepTime[];
  readonly notes: readonly string[];
}): string {
  const { title, facts, times, notes } = record;
  return [
    `# ${title}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    '| step | seconds |',
    '|---|---:|',
    ...times.map(({ step, seconds }) => `| ${step} | ${seconds} |`),
    ...(notes.length === 0 ? [] : ['', 'Seen:', '', '```', ...notes, '```']),
    '',
  ].join('\n');
}

/** The host in numbers, and how the guests ran on it. */
export function hostFact(acceleration: { readonly kind: string }, version: string): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `host: ${cpus().length} processors, ${gigabytes} GiB; QEMU ${version}, ${acceleration.kind.toUpperCase()}`;
}
