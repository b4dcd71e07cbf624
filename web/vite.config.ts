import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const queryPort = process.env['NUNCHI_QUERY_PORT'] ?? '4300';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    // The content security policy allows no data: sources, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': { target: `http://127.0.0.1:${queryPort}` } },
  },
});
