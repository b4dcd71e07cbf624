import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { COLLECTOR_MALLOC, COLLECTOR_OPTIONS } from '../../../deploy/memory.ts';
import { connectStore, embeddedSettings, type Store } from '../../../store/client.ts';
import { readCredentials } from '../../../store/embedded/credentials.ts';
import { migrate } from '../../../store/migrations/migrate.ts';
import { freePort } from '../../../store/testing/engine.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Linux counts CPU time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** A process under measurement; it ends with the bench. */
export interface Measured {
  readonly pid: number;
  /** Seconds of CPU that the process has used so far, user and system, all threads. */
  cpu(): number;
  /** The most memory that was resident since the last reset, in bytes. */
  peakBytes(): number;
  residentBytes(): number;
  resetPeak(): void;
  send(message: object): void;
  /** The next message that has this property. */
  answer<T>(property: string): Promise<T>;
  stop(): Promise<void>;
}

export interface Spawn {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

export async function spawn({
  script,
  args = [],
  env = {},
  nodeOptions = [],
}: Spawn): Promise<Measured> {
  const child = fork(join(ROOT, script), [...args], {
    env: { ...process.env, ...env },
    execArgv: [...nodeOptions],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk}`.slice(-4_000)));
  child.once('exit', (code, signal) => {
    if (code !== 0 && signal !== 'SIGTERM')
      console.error(`${script} ended with exit code ${code}: ${complaints}`);
  });
  const measured = measure(child);
  await Promise.race([
    measured.answer('ready'),
    once(child, 'exit').then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
  ]);
  return measured;
}

function measure(child: ChildProcess): Measured {
  const pid = child.pid as number;
  const status = (field: string) =>
    Number(
      new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
        readFileSync(`/proc/${pid}/status`, 'utf8'),
      )?.[1],
    ) * 1024;
  return {
    pid,
    cpu() {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // After the name in parentheses; utime and stime are fields 14 and 15 (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    peakBytes: () => status('VmHWM'),
    residentBytes: () => status('VmRSS'),
    // proc(5): 5 resets the peak.
    resetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    send: (message) => void child.send(message),
    answer: <T>(property: string) =>
      new Promise<T>((resolve) => {
        const listen = (message: object): void => {
          if (!(property in message)) return;
          child.off('message', listen);
          resolve(message as T);
        };
        child.on('message', listen);
      }),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** An engine with Nunchi's tables and a collector, on ports and in a directory of their own. */
export interface Stack {
  readonly engine: Measured;
  readonly collector: Measured;
  readonly collectorUrl: string;
  readonly store: Store;
  stop(): Promise<void>;
}

export async function startStack(
  dataDir: string,
  nodeOptions: readonly string[] = [],
): Promise<Stack> {
  const [clickhousePort, collectorPort] = await Promise.all([freePort(), freePort()]);
  const env = {
    NUNCHI_DATA_DIR: dataDir,
    NUNCHI_CLICKHOUSE_PORT: String(clickhousePort),
    NUNCHI_COLLECTOR_PORT: String(collectorPort),
    NUNCHI_LOG_LEVEL: 'warn',
    NUNCHI_SELF_TELEMETRY_SECONDS: '0',
  };
  const engine = await spawn({ script: 'store/embedded/main.ts', env });
  const settings = embeddedSettings(clickhousePort, 'writer', readCredentials(dataDir));
  const store = connectStore(settings, 'nunchi-bench');
  await migrate(store);
  const collector = await spawn({
    script: 'collector/src/server.ts',
    env: { ...env, ...COLLECTOR_MALLOC },
    nodeOptions: [...COLLECTOR_OPTIONS, ...nodeOptions],
  });
  return {
    engine,
    collector,
    collectorUrl: `http://127.0.0.1:${collectorPort}`,
    store,
    async stop() {
      await store.close();
      await collector.stop();
      await engine.stop();
    },
  };
}

/** Resolves when everything that the collector acknowledged is in the store. */
export async function drained(collectorUrl: string): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${collectorUrl}/metrics`)).text();
    if (/^nunchi_collector_journal_bytes 0$/m.test(metrics)) return;
    await pause(100);
  }
}
