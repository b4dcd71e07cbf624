import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          include: ['{store,collector,query-api,control-loop,deploy,agents}/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['store/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      'web/vitest.config.ts',
      'test/vitest.config.ts',
    ],
  },
});
