import { defineConfig } from 'vitest/config';

/** Many tests wait for a process or for the store, so two at a time even on two cores. */
const WORKERS = 2;

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    projects: [
      {
        test: {
          name: 'server',
          include: ['{store,collector,query-api,control-loop,deploy,agents}/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['store/testing/global-setup.ts'],
          maxWorkers: WORKERS,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      'web/vitest.config.ts',
      'test/vitest.config.ts',
    ],
  },
});
