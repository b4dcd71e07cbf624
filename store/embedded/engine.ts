import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureWritableDirectory } from '../runtime/directory.ts';
import { lockDirectory } from '../runtime/lock.ts';
import { engineConfig, type EngineLimits, usersConfig } from './configuration.ts';
import {
  type Credentials,
  embeddedDirectory,
  ensureCredentials,
  KEY_HEADER,
  USER_NAMES,
} from './credentials.ts';
import { forgetLostInserts } from './deduplication.ts';
import { runClickHouse } from './library.ts';
import { mergeAside } from './merging.ts';

export interface EngineSettings extends EngineLimits {
  readonly dataDir: string;
  readonly port: number;
}

export interface Engine {
  /** Settles when the engine has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends the engine; safe to call twice. */
  stop(): Promise<void>;
}

// The engine runs as long as its last query does, so the last query never ends. It wakes four
// times a second, which bounds how long a stop waits for it.
const KEEP_ALIVE =
  'SELECT sleepEachRow(0.25) FROM system.numbers FORMAT Null SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0';

/** Starts ClickHouse in this process and resolves when it answers over HTTP on loopback. */
export async function startEngine(settings: EngineSettings): Promise<Engine> {
  const directory = embeddedDirectory(settings.dataDir);
  ensureWritableDirectory(directory);
  const unlock = lockDirectory(directory, 'nunchi clickhouse');
  try {
    await requireFreePort(settings.port);
  } catch (error) {
    unlock();
    throw error;
  }
  const credentials = ensureCredentials(settings.dataDir);
  const file = (name: string) => join(directory, name);
  writeFileSync(file('users.xml'), usersConfig(credentials), { mode: 0o600 });
  writeFileSync(
    file('config.xml'),
    engineConfig(file('users.xml'), file('engine.log'), credentials.key, settings),
    {
      mode: 0o600,
    },
  );

  forgetLostInserts(file('data'), file('deduplication.scratch'));
  let alive = true;
  const ended = runClickHouse([
    `--path=${file('data')}`,
    `--config-file=${file('config.xml')}`,
    '--log-level=warning',
    '--listen_host=127.0.0.1',
    `--http_port=${settings.port}`,
    `--query=SYSTEM START LISTEN HTTP; ${KEEP_ALIVE}`,
  ]).finally(() => {
    alive = false;
    unlock();
  });
  try {
    await waitUntilAnswering(settings.port, credentials, () => alive, file('engine.log'));
  } catch (error) {
    // exit(3) would wait for the engine's thread, which nobody can reach: end without it.
    if (alive) process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
    throw error;
  }

  const endMerging = mergeAside((sql) => ask(settings.port, credentials, sql));
  let stopping: Promise<void> | undefined;
  return {
    ended,
    stop: () => {
      endMerging();
      stopping ??= stopEngine(settings.port, credentials, ended);
      return stopping;
    },
  };
}

async function requireFreePort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used: ${error.message}`;
      reject(new Error(`port ${port} for ClickHouse ${reason}; set NUNCHI_CLICKHOUSE_PORT`));
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

/** The answer; undefined when it is refused. Rejects when there is none. */
async function ask(
  port: number,
  credentials: Credentials,
  sql: string,
): Promise<string | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    body: sql,
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    headers: {
      'x-clickhouse-user': USER_NAMES.writer,
      'x-clickhouse-key': credentials.writer.reveal(),
      [KEY_HEADER]: credentials.key.reveal(),
      connection: 'close',
    },
  });
  const text = await response.text();
  return response.ok ? text : undefined;
}

const ASK_TIMEOUT_MS = 5_000;
/** A start takes well under a second; a store with many parts takes longer. */
const START_TIMEOUT_MS = 60_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function waitUntilAnswering(
  port: number,
  credentials: Credentials,
  alive: () => boolean,
  log: string,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let failure = 'it does not listen';
  while (alive() && Date.now() < deadline) {
    try {
      if ((await ask(port, credentials, 'SELECT 1')) !== undefined) return;
      failure = 'it refuses its own user';
    } catch (error) {
      failure = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    }
    await pause(25);
  }
  const what = alive() ? `did not answer on port ${port} (${failure})` : 'ended while it started';
  throw new Error(`ClickHouse ${what}; its log is ${log}`);
}

/** Cancels the query that keeps the engine alive; the program then shuts down in order. */
async function stopEngine(
  port: number,
  credentials: Credentials,
  ended: Promise<void>,
): Promise<void> {
  const cancel = `KILL QUERY WHERE user = '' AND query LIKE 'SELECT sleepEachRow(%' ASYNC`;
  await ask(port, credentials, cancel).catch(() => undefined);
  await ended;
}
