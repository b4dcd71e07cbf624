import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../embedded/main.ts');

export interface EngineProcess {
  readonly pid: number;
  /** Resolves with the exit code, also when the process was ended by somebody else. */
  readonly exited: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the embedded ClickHouse as a process of its own, and resolves when it answers. */
export async function startEngineProcess(dataDir: string, port: number): Promise<EngineProcess> {
  const child = fork(MAIN, {
    env: { ...process.env, NUNCHI_DATA_DIR: dataDir, NUNCHI_CLICKHOUSE_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const ready = once(child, 'message').then(() => true);
  if (!(await Promise.race([ready, exited.then(() => false)]))) throw new Error(errors.trim());
  return {
    pid: child.pid as number,
    exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await exited;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
