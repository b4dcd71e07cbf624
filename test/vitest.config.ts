import { defineConfig } from 'vitest/config';

/** Whole stacks as real processes, each with a ClickHouse of its own: two at a time, they wait a lot. */
export default defineConfig({
  test: {
    name: 'e2e',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
