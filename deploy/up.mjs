// `npm run up`: prepares the clone, then starts everything by the launcher.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { orExplain, prepare } from './prepare.mjs';

const LAUNCHER = new URL('./launcher.ts', import.meta.url);
const DEVELOPMENT = process.argv.includes('--dev');

await orExplain(async () => {
  // In development Vite serves the UI from its sources.
  const node = await prepare({ web: !DEVELOPMENT });
  if (node === process.execPath) await import(LAUNCHER.href);
  else startWith(node);
});

/** The launcher as a process on another Node. It ends when this one does, by the IPC channel. */
function startWith(node) {
  const args = [fileURLToPath(LAUNCHER), ...process.argv.slice(2)];
  const launcher = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
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
