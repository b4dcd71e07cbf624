import { defineConfig } from 'rolldown';

/**
 * Our own sources as plain JavaScript; every package stays a dependency. Node strips no types
 * below node_modules, and stripping them elsewhere would cost each host some 17 MB.
 */
export default defineConfig({
  input: { register: 'src/register.ts', start: 'src/start.ts', api: 'src/api.ts' },
  external: /^[^./]/,
  platform: 'node',
  output: { dir: 'dist', format: 'esm', sourcemap: false, cleanDir: true },
});
