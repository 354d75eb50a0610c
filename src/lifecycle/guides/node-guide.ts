/** One thing that a person does: a sentence, and the commands for it as a shell takes them. */
export interface GuideStep {
  readonly text: string;
  readonly commands?: readonly string[];
}

/** Steps for a person, under a title. */
export interface NodeGuide {
  readonly title: string;
  readonly steps: readonly GuideStep[];
}

/** The guides as Markdown: numbered steps, each command on a line of its own in a fenced block. */
export function formatGuides(guides: readonly NodeGuide[]): string {
  return guides
    .map(({ title, steps }) => `# ${title}\n\n${steps.map(formatStep).join('\n')}`)
    .join('\n');
}

function formatStep({ text, commands = [] }: GuideStep, index: number): string {
  const number = `${index + 1}. `;
  const indent = ' '.repeat(number.length);
  const block = commands.length === 0 ? [] : ['', '```sh', ...commands, '```'];
  return [`${number}${text}`, ...block.map((line) => (line === '' ? '' : indent + line)), ''].join(
    '\n',
  );
}
