import { toJson } from './json.ts';

/** A string that Terraform's JSON syntax takes as it is: `${` and `%{` begin templates there. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** An expression in a string of Terraform's JSON syntax. */
export function expression(code: string): string {
  return `\${${code}}`;
}

/** A text as a string of Terraform's own language, for use inside an expression. */
export function quoted(text: string): string {
  return literal(JSON.stringify(text));
}

/** A configuration in Terraform's and OpenTofu's JSON syntax, `main.tf.json`. */
export function terraformJson(configuration: object): string {
  return toJson(configuration);
}

/** A machine's name as the name of a resource: no dots, no digit in front. */
export function resourceName(name: string): string {
  const plain = name.replaceAll('.', '-');
  return /^[a-z]/i.test(plain) ? plain : `machine-${plain}`;
}
