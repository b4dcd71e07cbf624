// `npm run up`, `npm run demo`: prepares the clone, then starts everything by the launcher.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orExplain, prepare, ROOT } from './prepare.mjs';

const LAUNCHER = new URL('./launcher.ts', import.meta.url);
const DEVELOPMENT = process.argv.includes('--dev');

await orExplain(async () => {
  // In development Vite serves the UI from its sources.
  const node = await prepare({ web: !DEVELOPMENT });
  if (node === process.execPath) {
    const cache = compileCache();
    if (cache) module.enableCompileCache(cache);
    await import(LAUNCHER.href);
  } else {
    startWith(node);
  }
});

/**
 * Where the services keep their stripped and compiled sources, for the launcher's own as well: it
 * saves it 25 MB. The data directory is made by the launcher, so there is none at the first start.
 */
function compileCache() {
  const dataDir = resolve(process.env.NUNCHI_DATA_DIR || join(ROOT, '.nunchi'));
  return existsSync(dataDir) ? join(dataDir, 'compile-cache') : undefined;
}

/** The launcher as a process on another Node. It ends when this one does, by the IPC channel. */
function startWith(node) {
  const args = [fileURLToPath(LAUNCHER), ...process.argv.slice(2)];
  const cache = compileCache();
  const env = cache ? { NODE_COMPILE_CACHE: cache, ...process.env } : process.env;
  const launcher = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => launcher.kill(signal));
  }
  launcher.once('error', (error) => {
    console.error(`nunchi: ${node} cannot be run: ${error.message}`);
    process.exit(1);
  });
  launcher.on('message', (message) => process.send?.(message));
  process.once('disconnect', () => launcher.disconnect());
  launcher.once('exit', (code) => process.exit(code ?? 1));
}
