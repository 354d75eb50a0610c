/** RFC 1123 label: 1 to 63 of a-z, 0-9, '-', with a letter or digit at both ends. */
export function isLabel(text: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
}

/** RFC 1123 subdomain: labels joined by dots, at most 253 characters. */
export function isDnsName(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isLabel);
}
