import { isDnsName } from '../../net/names.ts';

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** What is wrong with the key of a label or taint, if anything (k8s.io/apimachinery validation, IsQualifiedName). */
export function qualifiedNameProblem(key: string): string | undefined {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 2 ? parts : [undefined, parts[0]];
  if (parts.length > 2) return 'the key has more than one “/”';
  if (prefix !== undefined && !isDnsName(prefix)) return 'the part before “/” is no DNS name';
  if (name !== undefined && namePart.test(name)) return undefined;
  return 'the key must be at most 63 characters of A-Z, a-z, 0-9, “-”, “_” and “.”, not at either end';
}

/** What is wrong with the value of a label or taint, if anything (IsValidLabelValue). */
export function labelValueProblem(value: string): string | undefined {
  if (value === '' || namePart.test(value)) return undefined;
  return 'the value must be at most 63 characters of A-Z, a-z, 0-9, “-”, “_” and “.”, not at either end';
}
