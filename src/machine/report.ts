import type { machineCodes } from '../diagnostics/codes/machine.ts';
import { codes } from '../diagnostics/codes.ts';
import type { Collector } from '../diagnostics/collector.ts';
import type { CodeDefinition } from '../diagnostics/define-codes.ts';
import type { Origin } from './model.ts';

type MachineCode = keyof typeof machineCodes;
type ArgsOf<Code extends MachineCode> = Parameters<(typeof machineCodes)[Code]['message']>[0];

/** Reports what does not hold at the profile line of its origin. */
export type Report = <Code extends MachineCode>(
  code: Code,
  from: Origin,
  args: ArgsOf<Code>,
) => void;

/**
 * A report function for the checks of a machine: what the profile itself put there is the person's mistake and
 * keeps its code; what a component put there is our bug, internal/invalid-output.
 */
export function reportTo(diagnostics: Collector): Report {
  return (code, from, args) => {
    if (isFromProfile(from)) {
      diagnostics.report(code, from.path, args as never);
      return;
    }
    const { message } = codes[code] as CodeDefinition<typeof args>;
    diagnostics.report('internal/invalid-output', from.path, { what: code, why: message(args) });
  };
}

/** The component that carries what the person asked for (components/user-items.ts). */
function isFromProfile({ component }: Origin): boolean {
  return component === 'profile';
}
