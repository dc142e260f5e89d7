import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], timeoutMs: number) => ({
  test: { name, include, testTimeout: timeoutMs, hookTimeout: timeoutMs, pool: 'forks' as const },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    projects: [
      {
        ...project('unit', ['test/**/*.test.ts', 'test/**/*.test.tsx'], 30_000),
        test: {
          ...project('unit', ['test/**/*.test.ts', 'test/**/*.test.tsx'], 30_000).test,
          exclude: ['test/corpus/**', 'test/browser/**'],
        },
      },
      project('corpus', ['test/corpus/**/*.test.ts'], 300_000),
      project('browser', ['test/browser/**/*.test.ts'], 120_000),
    ],
  },
});
