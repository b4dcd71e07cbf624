import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killHosts, startHost, telemetryTo } from './agent-host.ts';
import { ask } from './api.ts';
import { removeDirectory, type Stack, startStack, stopAll } from './stack.ts';
import { untilDrained } from './stored.ts';

/** A service and its PostgreSQL, by the package pg: what the trace and the service map tell. */

const APPS = ['pg.mjs', 'pg.cjs'].map((app) => ({ app, service: app.replace('.', '-') }));

interface Span {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly statusMessage: string;
  readonly correlationId: string;
  readonly attributes: Record<string, unknown>;
}

interface ServiceMap {
  readonly nodes: readonly { id: string; kind: string; name: string }[];
  readonly edges: readonly { source: string; target: string; kind: string }[];
}

/** A value that is given to a query, and one that is needed to connect. */
const SECRET = 'oolong-7';
const PASSWORD = 'pass-word';

let stack: Stack;
let database: PGlite;
let socket: PGLiteSocketServer;
let port: number;

beforeAll(async () => {
  const [started, url] = await Promise.all([startStack(), startDatabase()]);
  stack = started;
  // The database serves one connection at a time.
  for (const { app, service } of APPS) {
    const host = startHost(app, { ...telemetryTo(stack, service), DATABASE_URL: url });
    const address = await host.address();
    const id = (name: string) => ({ headers: { 'x-correlation-id': `${name}-${service}` } });
    const found = await fetch(`${address}/`, id('read'));
    expect(await found.json()).toEqual([{ name: 'Tie Guan Yin' }]);
    const failed = await fetch(`${address}/fail`, id('fail'));
    expect(failed.status).toBe(500);
    host.kill('SIGTERM');
    await host.ended;
  }
  await untilDrained(stack.collectorUrl);
}, 120_000);
afterAll(async () => {
  await killHosts();
  await socket?.stop();
  await database?.close();
  await stopAll();
  if (stack) removeDirectory(stack.dataDir);
});

async function startDatabase(): Promise<string> {
  database = await PGlite.create();
  await database.exec(`
    CREATE TABLE teas (id int, name text, secret text);
    INSERT INTO teas VALUES (7, 'Tie Guan Yin', '${SECRET}');
  `);
  socket = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0 });
  await socket.start();
  port = Number(socket.getServerConn().split(':').at(-1));
  return `postgres://shop:${PASSWORD}@127.0.0.1:${port}/postgres`;
}

async function spansOf(correlationId: string): Promise<readonly Span[]> {
  type Found = { traces: [{ traceId: string }] };
  const { traces } = await ask<Found>(stack.queryUrl, `/correlations/${correlationId}`);
  const { spans } = await ask<{ spans: Span[] }>(stack.queryUrl, `/traces/${traces[0].traceId}`);
  return spans;
}

describe.each(APPS)('$service', ({ service }) => {
  const queries = (spans: readonly Span[]) =>
    spans.filter(({ attributes }) => 'db.query.text' in attributes);

  test('a query is a call below the request, by the conventions of today', async () => {
    const spans = await spansOf(`read-${service}`);
    const request = spans.find(({ kind }) => kind === 'server');
    expect(queries(spans)).toMatchObject([
      {
        kind: 'client',
        name: expect.stringContaining('SELECT'),
        parentSpanId: request?.spanId,
        status: 'unset',
        correlationId: `read-${service}`,
        attributes: {
          'db.system.name': 'postgresql',
          'db.namespace': 'postgres',
          'db.query.text': 'SELECT name FROM teas WHERE id = $1 AND secret = $2',
          'server.address': '127.0.0.1',
          'server.port': port,
        },
      },
    ]);
    const keys = spans.flatMap(({ attributes }) => Object.keys(attributes));
    expect(keys.filter((key) => /^db\.(system|statement|name|user)$/.test(key))).toEqual([]);
  });

  test('neither values of parameters nor the password are told', async () => {
    const told = JSON.stringify(await spansOf(`read-${service}`));
    expect(told).toContain('SELECT name FROM teas');
    for (const secret of [SECRET, PASSWORD]) expect(told).not.toContain(secret);
  });

  test('a query that fails is an error with its reason', async () => {
    const [failed] = queries(await spansOf(`fail-${service}`));
    expect(failed).toMatchObject({
      status: 'error',
      statusMessage: 'relation "missing" does not exist',
    });
  });
});

test('the service map has one database, which both services call', async () => {
  const { nodes, edges } = await ask<ServiceMap>(stack.queryUrl, '/service-map');
  const databases = nodes.filter(({ kind }) => kind === 'database');
  expect(databases).toMatchObject([{ name: 'postgresql postgres' }]);
  const calls = edges.filter(({ kind }) => kind === 'database');
  expect(calls.map(({ source }) => source).toSorted()).toEqual([
    'service:pg-cjs',
    'service:pg-mjs',
  ]);
  expect(new Set(calls.map(({ target }) => target))).toEqual(new Set([databases[0]?.id]));
});
