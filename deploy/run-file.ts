import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from './parts.ts';

/** `<data directory>/run.json`: what runs here, for a person or a script that looks for it. */
export interface RunFile {
  readonly pid: number;
  readonly startedAt: string;
  /** When all were ready for the first time. */
  readonly readyAt?: string;
  readonly processes: Readonly<Record<string, RunningProcess>>;
}

export interface RunningProcess {
  readonly pid: number;
  readonly port: number;
  readonly script: string;
}

const path = (dataDir: string): string => join(dataDir, 'run.json');

export function readRunFile(dataDir: string): RunFile | undefined {
  try {
    return JSON.parse(readFileSync(path(dataDir), 'utf8')) as RunFile;
  } catch {
    return undefined;
  }
}

/** Keeps the file up to date; a reader never sees half of it. */
export function createRunFile(dataDir: string) {
  let run: RunFile = { pid: process.pid, startedAt: new Date().toISOString(), processes: {} };
  const write = (next: RunFile): void => {
    run = next;
    try {
      writeFileSync(`${path(dataDir)}.new`, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path(dataDir)}.new`, path(dataDir));
    } catch {
      // it is a service to others; the stack runs without it
    }
  };
  return {
    started({ name, port, script }: Part, pid: number): void {
      write({ ...run, processes: { ...run.processes, [name]: { pid, port, script } } });
    },
    ready: (): void => write({ ...run, readyAt: new Date().toISOString() }),
    remove: (): void => rmSync(path(dataDir), { force: true }),
  };
}

/**
 * Processes of a launcher that was killed stop by themselves, which takes them some seconds.
 * Waits for those that still run and resolves with whatever is left after the limit. The caller
 * holds the data directory, so no launcher looks after them any more.
 */
export async function waitForLeftovers(
  dataDir: string,
  limitMs: number,
  waiting: (names: readonly string[]) => void,
): Promise<void> {
  const processes = Object.entries(readRunFile(dataDir)?.processes ?? {});
  const running = () => processes.filter(([, process_]) => runs(process_)).map(([name]) => name);
  if (running().length === 0) return;
  waiting(running());
  const deadline = performance.now() + limitMs;
  while (running().length > 0 && performance.now() < deadline) await pause(50);
}

/** A pid may by now be another program's, which Linux lets us see. */
function runs({ pid, script }: RunningProcess): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script);
  } catch {
    return process.platform !== 'linux';
  }
}
