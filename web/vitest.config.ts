import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Models run in plain node; a component's test asks for jsdom in its first line. */
export default defineConfig({
  plugins: [react()],
  test: {
    name: 'web',
    root: import.meta.dirname,
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/shared/testing/setup.ts'],
    css: false,
    maxWorkers: 2,
    // A whole page in jsdom takes seconds where the machine has other things to do.
    testTimeout: 20_000,
  },
});
