import { type Acceptance, type AcceptedDiagnostic, acceptanceOf } from './acceptance.ts';
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
  /** What was found so far, without what is accepted; it has spans once the profile was read. */
  readonly all: readonly Diagnostic[];
  /** The warnings that the profile accepts, each with its reason. */
  readonly accepted: readonly AcceptedDiagnostic[];
  /** The acceptances under which nothing has fallen yet. */
  readonly unusedAcceptances: readonly Acceptance[];
  /** Tells where paths lie; the parser of the profile calls it. */
  locateWith(locate: Locate): void;
  /** Tells which warnings are accepted, of those found so far and later. */
  accept(acceptances: readonly Acceptance[]): void;
  hasErrors(): boolean;
}

/** An empty collector. */
export function createCollector(): Collector {
  const found: Diagnostic[] = [];
  const open = createList();
  const accepted = createList<AcceptedDiagnostic>();
  const used = new Set<Acceptance>();
  let acceptances: readonly Acceptance[] = [];
  const sort = (diagnostic: Diagnostic) => {
    const acceptance = acceptanceOf(diagnostic, acceptances);
    if (acceptance === undefined) return open.add(diagnostic);
    used.add(acceptance);
    accepted.add({ ...diagnostic, reason: acceptance.reason });
  };
  return {
    get all() {
      return open.located();
    },
    get accepted() {
      return accepted.located();
    },
    get unusedAcceptances() {
      return acceptances.filter((acceptance) => !used.has(acceptance));
    },
    locateWith(locate) {
      open.locateWith(locate);
      accepted.locateWith(locate);
    },
    accept(list) {
      acceptances = list;
      for (const group of [open, accepted, used]) group.clear();
      for (const diagnostic of found) sort(diagnostic);
    },
    hasErrors: () => found.some((diagnostic) => diagnostic.severity === 'error'),
    report(code, path, args, options = {}) {
      const diagnostic = toDiagnostic(code, path, args, options);
      found.push(diagnostic);
      sort(diagnostic);
    },
  };
}

/** Findings that get their positions when somebody looks, each once. */
function createList<Item extends Diagnostic>() {
  let all: Item[] = [];
  let located: Item[] = [];
  let find: Locate | undefined;
  return {
    add(item: Item) {
      all.push(item);
    },
    clear() {
      all = [];
      located = [];
    },
    locateWith(locate: Locate) {
      find = locate;
      located = [];
    },
    located(): readonly Item[] {
      if (find === undefined) return all;
      located.push(...locateAll(all.slice(located.length), find));
      return located;
    },
  };
}

function toDiagnostic<Code extends DiagnosticCode>(
  code: Code,
  path: Path,
  args: ArgsOf<Code>,
  options: { readonly onKey?: boolean; readonly span?: Span },
): Diagnostic {
  const definition = codes[code] as CodeDefinition<typeof args>;
  const hint = definition.hint?.(args);
  const details = definition.details?.(args);
  return {
    code,
    severity: definition.severity,
    message: definition.message(args),
    path,
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details }),
    ...(options.onKey ? { onKey: true } : {}),
    ...(options.span === undefined ? {} : { span: options.span }),
  };
}
