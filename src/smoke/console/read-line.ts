import { stripVTControlCharacters } from 'node:util';
import type { ConsoleEvent, StepState } from './console-event.ts';

type Reader = (line: string) => ConsoleEvent | undefined;

const readers: readonly Reader[] = [
  readPanic,
  readClusterseed,
  readKernel,
  readIgnition,
  readCloudInit,
  readSystemd,
  readLogin,
];

/** What a line of the console says about the boot's progress, if anything. Takes lines without colours. */
export function readConsoleLine(line: string): ConsoleEvent | undefined {
  for (const reader of readers) {
    const event = reader(line);
    if (event !== undefined) return event;
  }
  return undefined;
}

/** A serial console's line without terminal escapes, carriage returns and other control characters. */
export function plainLine(line: string): string {
  return stripVTControlCharacters(line).replaceAll(/(?!\t)\p{Cc}/gu, '');
}

function readPanic(line: string): ConsoleEvent | undefined {
  const match = /Kernel panic - not syncing: (.*)/.exec(line);
  if (match === null) return undefined;
  return { source: 'panic', step: 'kernel', state: 'failed', detail: match[1] ?? '' };
}

function readKernel(line: string): ConsoleEvent | undefined {
  const match = /^\[ *\d+\.\d+\](?:\[.*?\])? Linux version (\S+)/.exec(line);
  if (match === null) return undefined;
  return { source: 'kernel', step: 'kernel', state: 'running', detail: match[1] ?? '' };
}

/** The report line of clusterseed's own units: `clusterseed: node=… step=… state=… seconds=… detail="…"`. */
function readClusterseed(line: string): ConsoleEvent | undefined {
  const start = line.indexOf('clusterseed: ');
  if (start < 0) return undefined;
  const fields = new Map<string, string>();
  const pairs = line.slice(start).matchAll(/([a-z]+)=("(?:[^"\\]|\\.)*"|\S*)/g);
  for (const [, key = '', value = ''] of pairs)
    if (!fields.has(key)) fields.set(key, unquote(value));
  const step = fields.get('step');
  const state = fields.get('state');
  if (step === undefined || !isState(state)) return undefined;
  const seconds = fields.get('seconds');
  const detail = fields.get('detail');
  return {
    source: 'clusterseed',
    step,
    state,
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Ignition's complaint, where its log reaches the console. */
function readIgnition(line: string): ConsoleEvent | undefined {
  const match = /ignition\[\d+\]: (\w[\w-]*): (\w+ failed.*|CRITICAL.*)/.exec(line);
  if (match === null) return undefined;
  const [, stage = '', detail = ''] = match;
  return { source: 'ignition', step: `ignition-${stage}.service`, state: 'failed', detail };
}

function readCloudInit(line: string): ConsoleEvent | undefined {
  const running =
    /Cloud-init v\. \S+ running '(?:modules:)?([\w-]+)' at .* Up ([\d.]+) seconds/.exec(line);
  if (running !== null) return cloudInit(running[1] ?? '', 'running', running[2]);
  const finished =
    /Cloud-init v\. \S+ finished at .*Datasource (\S+?)[\s.].* Up ([\d.]+) seconds/.exec(line);
  if (finished !== null) return cloudInit('final', 'done', finished[2], finished[1]);
  return undefined;
}

function cloudInit(
  stage: string,
  state: StepState,
  up: string | undefined,
  detail?: string,
): ConsoleEvent {
  return {
    source: 'cloud-init',
    step: `cloud-init ${stage}`,
    state,
    seconds: Math.round(Number(up)),
    ...(detail === undefined ? {} : { detail }),
  };
}

const STATUS =
  /^\[ *(OK|FAILED|DEPEND) *\] (Started|Finished|Reached target|Failed to start|Dependency failed for) (.*?)\.?$/;

function readSystemd(line: string): ConsoleEvent | undefined {
  const [, mark, verb = '', rest = ''] = STATUS.exec(line) ?? [];
  if (mark !== undefined) {
    const unit = unitOf(rest);
    const step = verb === 'Reached target' ? `target ${unit}` : unit;
    return { source: sourceOf(step), step, state: mark === 'OK' ? 'done' : 'failed' };
  }
  const [, unit] = /^ {9}Starting (\S+)(?: - .*)?(?:\.\.\.|…)$/.exec(line) ?? [];
  if (unit === undefined) return undefined;
  return { source: sourceOf(unit), step: unit, state: 'running' };
}

/** Up to the description; a long name is cut by systemd itself, with an ellipsis. */
function unitOf(text: string): string {
  return /^.*?…/.exec(text.split(' - ')[0] ?? '')?.[0] ?? text.split(' - ')[0] ?? text;
}

/** Ignition runs as one unit per stage in the initrd. */
function sourceOf(unit: string): ConsoleEvent['source'] {
  return /^ignition-.*\.service$/.test(unit) ? 'ignition' : 'systemd';
}

function readLogin(line: string): ConsoleEvent | undefined {
  const match = /^(\S+) login: *$/.exec(line);
  if (match === null) return undefined;
  return { source: 'login', step: 'login', state: 'done', detail: match[1] ?? '' };
}

function isState(text: string | undefined): text is StepState {
  return text === 'running' || text === 'done' || text === 'failed' || text === 'waiting';
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  return value.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
