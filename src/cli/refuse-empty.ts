import type { Command } from 'commander';
import { refuseUsage } from './refuse-usage.ts';

/**
 * Ends the command with a usage error when a word of it is empty, as where a script's variable is unset: `--out ""`
 * would write somewhere else. What takes `<text>` may be empty.
 */
export function refuseEmpty(command: Command): void {
  for (let each: Command | null = command; each !== null; each = each.parent) {
    for (const option of each.options) {
      const free = option.flags.endsWith('<text>');
      if (!free && hasEmpty(each.getOptionValue(option.attributeName()))) refuse(option.flags);
    }
    for (const [index, argument] of each.registeredArguments.entries()) {
      if (hasEmpty(each.processedArgs[index])) refuse(`<${argument.name()}>`);
    }
  }
}

function hasEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.includes('') : value === '';
}

function refuse(what: string): never {
  refuseUsage(`${what} is empty; is a variable unset?`);
}
