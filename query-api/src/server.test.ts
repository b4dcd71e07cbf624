import { connectStore, migrate, readStoreSettings, type Store } from '@nunchi/store';
import { insert } from '@nunchi/store/queries/testing/insert';
import { SettingsReader } from '@nunchi/store/runtime/settings';
import { freePort, startEngineProcess } from '@nunchi/store/testing';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const SERVER = join(import.meta.dirname, 'server.ts');
const TRACE = '5b8efff798038103d269b633813fc60c';

// The process as it runs in production: over an embedded ClickHouse of its own, as the user that
// may only read, and for people's decisions as the one that may add documents.
let dataDir: string;
let environment: NodeJS.ProcessEnv;
let engine: Awaited<ReturnType<typeof startEngineProcess>>;
let writer: Store;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'nunchi-query-'));
  const port = await freePort();
  engine = await startEngineProcess(dataDir, port);
  environment = {
    ...process.env,
    NUNCHI_DATA_DIR: dataDir,
    NUNCHI_CLICKHOUSE_PORT: String(port),
    NUNCHI_QUERY_PORT: String(await freePort()),
    NUNCHI_LOG_LEVEL: 'info',
    NUNCHI_SELF_TELEMETRY_SECONDS: '0',
  };
  writer = connectStore(
    readStoreSettings(new SettingsReader(environment), dataDir, 'writer'),
    'test',
  );
});
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await writer.close();
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

function start(env: NodeJS.ProcessEnv): Running {
  const child = fork(SERVER, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

const get = async (path: string) => {
  const reply = await fetch(`http://127.0.0.1:${environment['NUNCHI_QUERY_PORT']}${path}`);
  return { status: reply.status, body: await reply.json() };
};

const put = async (path: string, body: unknown) => {
  const reply = await fetch(`http://127.0.0.1:${environment['NUNCHI_QUERY_PORT']}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.json() };
};

describe('the query API as a process', () => {
  it('not ready → ready → asked everything → stopped', async () => {
    const { child, output, exited } = start(environment);
    await once(child, 'message');
    const early = await get('/readyz');
    expect(early).toMatchObject({ status: 503, body: { reason: 'the store has no schema yet' } });

    expect(await get('/api/v1/services')).toMatchObject({
      status: 503,
      body: { code: 'store_unavailable' },
    });

    await migrate(writer);
    expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });

    const start_time = String(BigInt(Date.now() - 60_000) * 1_000_000n);
    await insert(writer, 'spans', [{ trace_id: TRACE, start_time, kind: 2, service: 'web' }]);
    await insert(writer, 'metric_series', [
      { metric: 'm', series_id: '1', kind: 'gauge', first_seen: start_time, last_seen: start_time },
    ]);
    expect(await get('/api/v1/services')).toMatchObject({
      status: 200,
      body: { services: [{ service: 'web', requests: 1 }] },
    });
    const paths = [
      '/traces?attribute=a=b',
      '/traces',
      `/traces/${TRACE}`,
      '/logs?text=a',
      `/logs?correlationId=${TRACE}`,
      '/metrics',
      '/metrics/query?name=m&filter=a=b',
      `/correlations/${TRACE}`,
      '/service-map',
      '/alarm-rules',
      '/alarms',
      '/channels',
      '/control/status',
      '/control/events?kind=alarm',
      '/control/actions',
      '/control/kill-switch',
      '/instances?service=web',
      '/services/web/config',
    ];
    for (const path of paths) expect((await get(`/api/v1${path}`)).status, path).toBe(200);

    const thrown = await put('/api/v1/control/kill-switch', { engaged: true, reason: 'drill' });
    expect(thrown).toMatchObject({ status: 200, body: { engaged: true } });
    expect(await get('/api/v1/control/kill-switch')).toMatchObject({ body: { engaged: true } });

    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    for (const line of output().trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('stops when the process that started it is gone', async () => {
    const { child, exited } = start(environment);
    await once(child, 'message');
    child.disconnect();
    await exited;
    await expect(get('/livez')).rejects.toThrow('fetch failed');
  });

  it('says in one line that its port is in use', async () => {
    const first = start(environment);
    await once(first.child, 'message');
    const second = start(environment);
    expect(await second.exited).toBe(1);
    expect(second.output().trim()).toMatch(
      /^nunchi query-api: port \d+ .* in use.*NUNCHI_QUERY_PORT/,
    );
    expect(second.output().trim().split('\n')).toHaveLength(1);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
  });
});
