import { fork } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Output } from './output.ts';
import { type Part, partsOf } from './parts.ts';
import { type LauncherSettings, ROOT } from './settings.ts';
import type { Stack } from './stack.ts';

const VITE_PORT = 5173;
/** An editor saves in several steps, and a checkout changes many files at once. */
const SETTLE_MS = 200;

export interface Development {
  readonly url: string;
  stop(): void;
}

/** Vite serves the UI from its sources; a service starts anew when one of its sources changes. */
export function startDevelopment(
  settings: LauncherSettings,
  stack: Stack,
  output: Output,
): Development {
  const stopVite = startVite(output);
  const stopWatching = partsOf(settings)
    .flat()
    .flatMap((part) => part.sources.map((folder) => watchSources(part, folder, stack, output)));
  return {
    url: `http://127.0.0.1:${VITE_PORT}`,
    stop: () => {
      stopVite();
      for (const stop of stopWatching) stop();
    },
  };
}

function startVite(output: Output): () => void {
  const program = join(ROOT, 'node_modules/vite/bin/vite.js');
  const address = `--host 127.0.0.1 --port ${VITE_PORT} --strictPort`;
  const args = `${address} --clearScreen false --logLevel warn`.split(' ');
  const vite = fork(program, args, {
    cwd: join(ROOT, 'web'),
    execArgv: ['--import', join(import.meta.dirname, 'end-with-parent.ts')],
    detached: true,
  });
  vite.once('exit', (code) => {
    if (code) output.warn(`ended with exit code ${code}`, 'vite');
  });
  return () => void vite.kill('SIGTERM');
}

function watchSources(part: Part, folder: string, stack: Stack, output: Output): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(ROOT, folder), { recursive: true }, (_event, file) => {
    if (!isSource(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      output.info(`${file} changed, starting ${part.name} again`);
      void stack.restart(part.name);
    }, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

function isSource(file: string | null): boolean {
  return file !== null && /\.(ts|sql)$/.test(file) && !file.endsWith('.test.ts');
}
