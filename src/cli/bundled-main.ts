#!/usr/bin/env node
// Becomes dist/bin/clusterseed.cjs (scripts/bundle.ts).
import { loadProgram } from './load-program.ts';
import { start } from './start.ts';

const name = process.argv[2] === 'build' ? 'build' : 'program';
void start(async () => loadProgram(import.meta.dirname, name).exports);
