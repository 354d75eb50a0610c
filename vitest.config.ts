import { defineConfig } from 'vitest/config';

/**
 * `fast` needs nothing but Node; `validators` runs the real consumers (installed by scripts/test); `loopback`
 * starts the real control plane (scripts/smoke: root, and programs that Go builds); `smoke*` boot VMs.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/{unit,diagnostics,golden,property,docs}/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'validators',
          include: ['test/validators/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      ...['smoke', 'smoke-cluster', 'smoke-faults', 'rotation'].map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      })),
      {
        test: {
          name: 'loopback',
          include: ['test/loopback/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
