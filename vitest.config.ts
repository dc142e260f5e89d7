import { defineConfig } from 'vitest/config';

/** Tests that watch the clock: beside others they would measure their neighbours. */
const ALONE = ['test/browser/renderer.test.ts'];

interface Kind {
  include: string[];
  exclude?: string[];
  timeoutMs: number;
  /** Test files at once; all cores by default. */
  maxWorkers?: number;
  /** A later group waits for the earlier ones. */
  groupOrder?: number;
}

const project = (name: string, { include, exclude = [], timeoutMs, maxWorkers, groupOrder = 0 }: Kind) => ({
  test: {
    ...{ name, include, exclude, testTimeout: timeoutMs, hookTimeout: timeoutMs, pool: 'forks' as const },
    ...{ maxWorkers: maxWorkers ?? '100%', sequence: { groupOrder } },
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    projects: [
      project('unit', {
        include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
        exclude: ['test/corpus/**', 'test/browser/**'],
        timeoutMs: 30_000,
      }),
      project('corpus', { include: ['test/corpus/**/*.test.ts'], timeoutMs: 300_000 }),
      project('browser', { include: ['test/browser/**/*.test.ts'], exclude: ALONE, timeoutMs: 120_000 }),
      project('browser alone', { include: ALONE, timeoutMs: 120_000, maxWorkers: 1, groupOrder: 1 }),
    ],
  },
});
