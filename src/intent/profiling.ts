import { givenSettings } from './given-settings.ts';
import type { Lint } from './lint.ts';

const switches = new Set([
  '--profiling',
  '--contention-profiling',
  '--enable-pprof',
  'enableProfiling',
  'enableContentionProfiling',
  'enableProfilingHandler',
]);

/** Profiling stays off: it is on by default in most programs, and off in what we emit. Reports intent/profiling. */
export const lintProfiling: Lint = ({ profile }, diagnostics) => {
  for (const { name, values, path } of givenSettings(profile)) {
    if (!switches.has(name) || !values.includes('true')) continue;
    diagnostics.report('intent/profiling', path, { setting: `${name} true` });
  }
};
