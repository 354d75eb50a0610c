#!/usr/bin/env node
// The command line from its modules; what is shipped starts at bundled-main.ts.
import { start } from './start.ts';

await start(() => import('./run-cli.ts'));
