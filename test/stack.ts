import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readRunFile, type RunFile } from '../deploy/run-file.ts';
import { connectStore, embeddedSettings, type Store } from '../store/client.ts';
import { KEY_HEADER, readCredentials } from '../store/embedded/credentials.ts';
import { freePort } from '../store/testing/engine.ts';

const LAUNCHER = join(import.meta.dirname, '../deploy/launcher.ts');

export interface StackOptions {
  readonly dataDir?: string;
  /** Settings of the environment, over those that the helper makes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launched {
  readonly dataDir: string;
  readonly pid: number;
  readonly collectorUrl: string;
  readonly queryUrl: string;
  readonly controlUrl: string;
  readonly clickhousePort: number;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
}

export interface Stack extends Launched {
  /** What `run.json` says. */
  run(): RunFile;
  /** The store behind the stack, as the user that may do anything. */
  readonly store: Store;
  stop(): Promise<Ended>;
}

/** Settings of the person who runs the tests do not reach the stack under test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = ([name]: [string, unknown]) => !/^(NUNCHI_|CLICKHOUSE_|npm_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(own));
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'nunchi-e2e-'));
}

/** Runs the launcher on free ports and its own data directory. */
export async function launch(options: StackOptions = {}): Promise<Launched> {
  const dataDir = options.dataDir ?? temporaryDirectory();
  const [collectorPort, queryPort, controlPort, clickhousePort] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const env = {
    ...cleanEnvironment(),
    NUNCHI_DATA_DIR: dataDir,
    NUNCHI_COLLECTOR_PORT: String(collectorPort),
    NUNCHI_QUERY_PORT: String(queryPort),
    NUNCHI_CONTROL_PORT: String(controlPort),
    NUNCHI_CLICKHOUSE_PORT: String(clickhousePort),
    // What is stored is what the test has sent.
    NUNCHI_SELF_TELEMETRY_SECONDS: '0',
    ...options.env,
  };
  // The IPC channel makes it end when the test run does, and says when all is ready.
  const launcher = fork(LAUNCHER, options.args ?? [], {
    env,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stdout = collect(launcher, 'stdout');
  const stderr = collect(launcher, 'stderr');
  running.add(launcher);
  const ended = once(launcher, 'close').then(([code]) => {
    running.delete(launcher);
    return { code: code as number | null, stdout: stdout(), stderr: stderr() };
  });
  return {
    dataDir,
    pid: launcher.pid as number,
    collectorUrl: `http://127.0.0.1:${env.NUNCHI_COLLECTOR_PORT}`,
    queryUrl: `http://127.0.0.1:${env.NUNCHI_QUERY_PORT}`,
    controlUrl: `http://127.0.0.1:${env.NUNCHI_CONTROL_PORT}`,
    clickhousePort: Number(env.NUNCHI_CLICKHOUSE_PORT),
    ended,
    stdout,
    kill: (signal) => void launcher.kill(signal),
  };
}

/** Starts a stack and resolves when it is ready. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const launched = await launch(options);
  const { dataDir, ended } = launched;
  const failed = ended.then(({ code, stderr }) => {
    throw new Error(`the stack ended with exit code ${code}: ${stderr}`);
  });
  failed.catch(() => undefined);
  const ready = () => {
    const run = readRunFile(dataDir);
    const noted = run?.pid === launched.pid && run.readyAt !== undefined;
    // It is noted before it is said.
    return noted && launched.stdout().includes('Ctrl-C stops everything.');
  };
  await Promise.race([until(ready), failed]);

  const store = connectStore(
    embeddedSettings(launched.clickhousePort, 'writer', readCredentials(dataDir)),
    'nunchi-e2e',
  );
  return {
    ...launched,
    store,
    run: () => readRunFile(dataDir) as RunFile,
    async stop() {
      await store.close();
      launched.kill('SIGTERM');
      return ended;
    },
  };
}

const running = new Set<ChildProcess>();

/** For `afterEach`: stops whatever a failed test has left behind. */
export async function stopAll(): Promise<void> {
  await Promise.all(
    [...running].map(async (launcher) => {
      launcher.kill('SIGTERM');
      await once(launcher, 'close');
    }),
  );
}

export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Waits for a condition; the test's own time limit is the limit. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  everyMs = 50,
): Promise<void> {
  while (!(await condition())) await pause(everyMs);
}

/**
 * Processes that belong to a stack, the launcher too. Linux shows every process' environment,
 * so none escapes that was started and forgotten; elsewhere the stack's own record must do.
 */
export function processesOf(dataDir: string): number[] {
  if (process.platform !== 'linux') {
    const run = readRunFile(dataDir);
    return run
      ? [run.pid, ...Object.values(run.processes).map(({ pid }) => pid)].filter(isAlive)
      : [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(`NUNCHI_DATA_DIR=${dataDir}`))
    .map(Number);
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function collect(process_: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  let text = '';
  process_[name]?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/**
 * An embedded engine made to look like a ClickHouse server of somebody's: a proxy adds the key.
 * Answers its URL and what ends it.
 */
export async function asServer(
  engineDir: string,
  enginePort: number,
): Promise<{ url: string; close: () => void }> {
  const key = readCredentials(engineDir)?.key.reveal();
  const proxy = createServer((incoming, reply) => {
    const { method, url: path, headers } = incoming;
    const to = { host: '127.0.0.1', port: enginePort, method, path };
    const onward = request({ ...to, headers: { ...headers, [KEY_HEADER]: key } }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
