import { type Codes, codes, type DiagnosticCode } from './codes.ts';
import type { CodeDefinition } from './define-codes.ts';
import type { Diagnostic, Path, Span } from './diagnostic.ts';
import { type Locate, locateAll } from './locate.ts';

type ArgsOf<Code extends DiagnosticCode> =
  Codes[Code] extends CodeDefinition<infer Args> ? Args : never;

/** Gathers what the stages find. Stages report and go on; the flow decides when to stop. */
export interface Collector {
  /**
   * Records a finding at `path`; with `onKey` it will point at the key instead of the value. `span` is for
   * findings in a text that could not be read as a tree.
   */
  report<Code extends DiagnosticCode>(
    code: Code,
    path: Path,
    args: ArgsOf<Code>,
    options?: { readonly onKey?: boolean; readonly span?: Span },
  ): void;
  /** What was found so far; it has spans once the profile was read. */
  readonly all: readonly Diagnostic[];
  /** Tells where paths lie; the parser of the profile calls it. */
  locateWith(locate: Locate): void;
  hasErrors(): boolean;
}

/** An empty collector. */
export function createCollector(): Collector {
  const all: Diagnostic[] = [];
  let located: Diagnostic[] = [];
  let find: Locate | undefined;
  return {
    get all() {
      if (find === undefined) return all;
      located.push(...locateAll(all.slice(located.length), find));
      return located;
    },
    locateWith(locate) {
      find = locate;
      located = [];
    },
    hasErrors: () => all.some((diagnostic) => diagnostic.severity === 'error'),
    report(code, path, args, options = {}) {
      const definition = codes[code] as CodeDefinition<typeof args>;
      const hint = definition.hint?.(args);
      const details = definition.details?.(args);
      all.push({
        code,
        severity: definition.severity,
        message: definition.message(args),
        path,
        ...(hint === undefined ? {} : { hint }),
        ...(details === undefined ? {} : { details }),
        ...(options.onKey ? { onKey: true } : {}),
        ...(options.span === undefined ? {} : { span: options.span }),
      });
    },
  };
}
