import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { COLLECTOR_MALLOC, COLLECTOR_OPTIONS } from '../../../deploy/memory.ts';
import { KEY_HEADER, readCredentials } from '../../../store/embedded/credentials.ts';
import { freePort, startEngineProcess } from '../../../store/testing/engine.ts';

const COLLECTOR = join(import.meta.dirname, '../../../collector/src/server.ts');

export interface Rig {
  readonly port: number;
  /** What the store takes; blocks are counted and dropped, so it is as quick as this says. */
  readonly store: { bytesPerSecond: number };
  /** A value of the collector's `/metrics`; the sum where there are several of the name. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
}

/** A real collector process before a real ClickHouse whose inserts are as slow as is wanted. */
export async function startRig(
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Rig> {
  const engineDir = join(directory, 'engine');
  const enginePort = await freePort();
  const engine = await startEngineProcess(engineDir, enginePort);
  const credentials = readCredentials(engineDir);
  const store = { bytesPerSecond: Number.POSITIVE_INFINITY };
  const proxy = createServer((incoming, reply) => {
    if (isInsert(incoming)) void swallow(incoming, reply, store);
    else pass(incoming, reply, enginePort, credentials?.key.reveal());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  const port = await freePort();
  const collector = fork(COLLECTOR, {
    env: {
      ...process.env,
      ...COLLECTOR_MALLOC,
      NUNCHI_DATA_DIR: join(directory, 'data'),
      NUNCHI_COLLECTOR_PORT: String(port),
      NUNCHI_SELF_TELEMETRY_SECONDS: '0',
      NUNCHI_LOG_LEVEL: 'error',
      CLICKHOUSE_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      CLICKHOUSE_USER: 'nunchi',
      CLICKHOUSE_PASSWORD: credentials?.writer.reveal() ?? '',
      ...env,
    },
    execArgv: COLLECTOR_OPTIONS,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(collector, 'message'); // it is ready
  return {
    port,
    store,
    metric: (name) => metric(port, name),
    stop: async () => {
      await end(collector);
      proxy.close();
      proxy.closeAllConnections();
      await engine.stop();
    },
  };
}

function isInsert({ url }: IncomingMessage): boolean {
  const query = new URL(url ?? '/', 'http://store').searchParams.get('query') ?? '';
  return query.startsWith('INSERT') && query.includes('FORMAT Native');
}

async function swallow(
  incoming: IncomingMessage,
  reply: ServerResponse,
  store: { readonly bytesPerSecond: number },
): Promise<void> {
  let bytes = 0;
  for await (const chunk of incoming) bytes += (chunk as Buffer).length;
  // The rate may change while it waits.
  for (let left = bytes; left > 0; left -= store.bytesPerSecond / 20) {
    if (store.bytesPerSecond !== Number.POSITIVE_INFINITY) await pause(50);
  }
  reply.end();
}

function pass(incoming: IncomingMessage, reply: ServerResponse, port: number, key = ''): void {
  const { method, url, headers } = incoming;
  const to = { host: '127.0.0.1', port, method, path: url };
  const onward = request({ ...to, headers: { ...headers, [KEY_HEADER]: key } }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
  });
  onward.on('error', () => reply.destroy());
  incoming.pipe(onward);
}

async function metric(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  let sum = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) {
      sum += Number(line.slice(line.lastIndexOf(' ')));
    }
  }
  return sum;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
