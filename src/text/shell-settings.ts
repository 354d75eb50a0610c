/** A variable of the environment that a script of ours reads. */
export interface ShellSetting {
  /** Of A-Z, 0-9 and _. */
  readonly name: string;
  /** What it is, for who forgot it: letters, digits, and punctuation without meaning to a shell. */
  readonly meaning: string;
  /** The setting that stands in for it. */
  readonly fallback?: string;
}

/** Lines of a POSIX shell that end the script, naming the setting, when one is missing. Throws on a bad name or text. */
export function requireSettings(settings: readonly ShellSetting[]): string[] {
  return settings.map(({ name, meaning, fallback }) => {
    const plain = /^[\w ,.:;/()=-]*$/.test(meaning);
    if (!/^[A-Z][A-Z0-9_]*$/.test(name) || !plain) throw new TypeError(`${name}: no setting`);
    return fallback === undefined
      ? `: "\${${name}:?${meaning}}"`
      : `: "\${${name}:=\${${fallback}:-}}" "\${${name}:?${meaning}}"`;
  });
}

/** A text as the end of a variable's name: `10.240.0.0/24` → `10_240_0_0_24`. */
export function settingSuffix(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
