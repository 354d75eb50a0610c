// Preloaded into a measured Node process: writes its peak memory (KiB) and CPU time (ms) to the named file.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1000;
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ peakKiB: maxRSS, cpu }));
});
