import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { judgeIgnition } from '../fixtures/ignition-judge.ts';

const directory = execFileSync('scripts/programs', ['ignition-validate@2.24.0'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();

judgeIgnition('ignition 2.24', join(directory, 'ignition-validate'), '3.5.0');
