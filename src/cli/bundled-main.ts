#!/usr/bin/env node
// Becomes dist/bin/clusterseed.cjs (scripts/bundle.ts).
import { loadProgram } from './load-program.ts';
import { start } from './start.ts';

void start(async () => loadProgram(import.meta.dirname).exports);
