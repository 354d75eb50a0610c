const secretKey = /(\b(?:passwordHash|password|token)["']?\s*:\s*)[^\s{[|>&*,#][^,}]*/gi;
const urlPassword = /(:\/\/[^\s/:@]*:)[^\s/@]+@/g;
const hash = /\$[0-9a-z]{1,2}\$[^\s'",}]+/g;
const pemBody = /^\s*[A-Za-z0-9+/]{48,}={0,2}\s*$/;

/** A line of source text for people to see: what looks like a secret is replaced by dots of the same length. */
export function redactLine(line: string): string {
  if (pemBody.test(line)) return line.replaceAll(/\S/g, '•');
  const keys = line.replaceAll(
    secretKey,
    (found, prefix: string) => prefix + dots(found.length - prefix.length),
  );
  return redactUrl(keys).replaceAll(hash, (found) => dots(found.length));
}

/** The text with the password of every `scheme://user:password@host` dotted out. */
export function redactUrl(text: string): string {
  return text.replaceAll(
    urlPassword,
    (found, prefix: string) => `${prefix + dots(found.length - prefix.length - 1)}@`,
  );
}

function dots(count: number): string {
  return '•'.repeat(count);
}
