import type * as z from 'zod/v4';
import type { Path } from '../../diagnostics/diagnostic.ts';

type Issue = z.core.$ZodIssue;

/** One finding of the schema with its full path, unions and record keys resolved. */
export type PlainIssue =
  | { readonly kind: 'unknown-keys'; readonly path: Path; readonly keys: readonly string[] }
  | { readonly kind: 'type'; readonly path: Path; readonly expected: readonly string[] }
  | {
      readonly kind: 'value';
      readonly path: Path;
      readonly values: readonly unknown[];
      /** Types that would do as well, because of a union. */
      readonly orTypes: readonly string[];
    }
  | { readonly kind: 'range'; readonly path: Path; readonly origin: string; readonly range: string }
  | {
      readonly kind: 'format';
      readonly path: Path;
      readonly params: Readonly<Record<string, unknown>>;
      readonly onKey: boolean;
    };

/**
 * Zod's issues with unions resolved to the branch that was meant: one whose type fits the value, of these
 * the one with the fewest issues; when no type fits, everything that would have been allowed together.
 */
export function flattenIssues(issues: readonly Issue[], prefix: Path = []): PlainIssue[] {
  const plain = issues.flatMap((issue) => flattenIssue(issue, [...prefix, ...toPath(issue.path)]));
  // A number may be beyond two limits at once; the last, narrower one counts.
  const last = new Map(plain.map((issue) => [[issue.kind, ...issue.path].join('\n'), issue]));
  return plain.filter(
    (issue) => issue.kind !== 'range' || last.get([issue.kind, ...issue.path].join('\n')) === issue,
  );
}

function flattenIssue(issue: Issue, path: Path): PlainIssue[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return [{ kind: 'unknown-keys', path, keys: issue.keys }];
    case 'invalid_type':
      return [{ kind: 'type', path, expected: [issue.expected] }];
    case 'invalid_value':
      return [{ kind: 'value', path, values: issue.values, orTypes: [] }];
    case 'too_small':
      return [{ kind: 'range', path, origin: issue.origin, range: `at least ${issue.minimum}` }];
    case 'too_big':
      return [{ kind: 'range', path, origin: issue.origin, range: `at most ${issue.maximum}` }];
    case 'invalid_union':
      return flattenUnion(issue.errors, path);
    case 'invalid_key':
      return flattenIssues(issue.issues, path).map((inner) =>
        inner.kind === 'format' ? { ...inner, onKey: true } : inner,
      );
    case 'custom':
      return [{ kind: 'format', path, params: issue.params ?? {}, onKey: false }];
    default:
      return [{ kind: 'format', path, params: { expected: issue.message }, onKey: false }];
  }
}

function flattenUnion(branches: readonly (readonly Issue[])[], path: Path): PlainIssue[] {
  const flat = branches.map((branch) => flattenIssues(branch, path));
  const fitting = flat.filter((branch) => !branch.some((issue) => isMismatch(issue, path)));
  const best = fitting.toSorted((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best;
  const here = flat.flat().filter((issue) => issue.path.length === path.length);
  const values = here.flatMap((issue) => (issue.kind === 'value' ? issue.values : []));
  const types = here.flatMap((issue) => {
    if (issue.kind === 'type') return issue.expected;
    return issue.kind === 'value' ? issue.orTypes : [];
  });
  if (values.length > 0) return [{ kind: 'value', path, values, orTypes: [...new Set(types)] }];
  return [{ kind: 'type', path, expected: [...new Set(types)] }];
}

function isMismatch(issue: PlainIssue, path: Path): boolean {
  return issue.path.length === path.length && (issue.kind === 'type' || issue.kind === 'value');
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
