import { defineConfig } from 'rolldown';

/**
 * Our own sources as plain JavaScript; every package stays a dependency. Node strips no types
 * below node_modules, and stripping them elsewhere would cost each host some 17 MB.
 */
const common = { external: /^[^./]/, platform: 'node' } as const;

export default defineConfig([
  {
    ...common,
    input: { register: 'src/register.ts', start: 'src/start.ts', api: 'src/api.ts' },
    output: { dir: 'dist', format: 'esm', sourcemap: false, cleanDir: true },
  },
  {
    // For `--require`, so that a Node which cannot require ES modules hears that it is too old.
    ...common,
    input: { register: 'src/register.ts' },
    output: { dir: 'dist', format: 'cjs', sourcemap: false, entryFileNames: '[name].cjs' },
  },
]);
