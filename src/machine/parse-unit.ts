import { remember } from '../text/remember.ts';

/** A setting of a unit, with its section. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/**
 * The settings of a unit file in order (systemd.syntax(7)): comments dropped, continuation lines joined by a
 * space. What is neither a section nor a setting comes back with an empty key. The same text, which many machines
 * have, is read once: the result is shared.
 */
export const parseUnit: (content: string) => readonly UnitSetting[] = remember(readUnit, 256);

function readUnit(content: string): UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = '';
  for (const line of joinLines(content)) {
    const header = /^\[(.+)\]$/.exec(line);
    if (header?.[1] !== undefined) section = header[1];
    else settings.push({ section, ...parseSetting(line) });
  }
  return settings;
}

function parseSetting(line: string): { key: string; value: string } {
  const equals = line.indexOf('=');
  if (equals < 1) return { key: '', value: line };
  return { key: line.slice(0, equals).trim(), value: line.slice(equals + 1).trim() };
}

function joinLines(content: string): string[] {
  const lines = content.split('\n').filter((line) => !/^\s*[#;]/.test(line));
  const joined = lines.join('\n').replaceAll(/\\\n/g, ' ');
  return joined
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
