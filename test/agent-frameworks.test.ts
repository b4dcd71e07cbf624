import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killHosts, startHost, telemetryTo } from './agent-host.ts';
import { ask } from './api.ts';
import { removeDirectory, type Stack, startStack, stopAll, until } from './stack.ts';

/**
 * Each framework, as ES module and as CommonJS, under the agent: what the query API tells of a
 * request that asks the next of these services with each client, and of one that fails.
 */

const FRAMEWORKS = ['http', 'express', 'fastify', 'koa', 'hapi'] as const;
const APPS = FRAMEWORKS.flatMap((framework) =>
  (['mjs', 'cjs'] as const).map((kind) => ({
    framework,
    app: `frameworks/${framework}.${kind}`,
    service: `${framework}-${kind}`,
  })),
);
const CLIENTS = ['fetch', 'undici', 'http'];
/** Each framework's way to write a route; without a router there is none. */
const ROUTES: Readonly<Record<string, (path: string) => string>> = {
  express: (path) => path,
  fastify: (path) => path,
  koa: (path) => path,
  hapi: (path) => path.replace(':id', '{id}'),
};
const nextOf = (service: string) =>
  APPS[(APPS.findIndex((app) => app.service === service) + 1) % APPS.length]?.service;

interface Span {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly correlationId: string;
  readonly attributes: Record<string, unknown>;
  readonly events: readonly { name: string; attributes: Record<string, unknown> }[];
}
interface Log {
  readonly body: unknown;
  readonly spanId: string;
  readonly correlationId: string;
  readonly attributes: Record<string, unknown>;
}
interface Trace {
  readonly traceId: string;
  readonly correlationIds: readonly string[];
  readonly spans: readonly Span[];
  readonly logs: readonly Log[];
}
interface Histogram {
  readonly metric: string;
  readonly unit: string;
  readonly requests: number;
  readonly route: string;
  readonly status: string;
}
interface Asked {
  readonly id: string;
  readonly header: string | null;
  readonly body: { readonly id: string; readonly stock: Record<string, { id: string }> };
}

let stack: Stack;
const items = new Map<string, Asked>();

beforeAll(async () => {
  stack = await startStack();
  const addresses = await Promise.all(
    APPS.map(({ app, service }) => startHost(app, telemetryTo(stack, service)).address()),
  );
  await Promise.all(
    APPS.map(async ({ service }, index) => {
      const address = addresses[index];
      const peer = addresses[(index + 1) % APPS.length] as string;
      const id = `item-${service}`;
      const headers = { 'x-correlation-id': id, 'x-peer': peer };
      const answer = await fetch(`${address}/items/7`, { headers });
      const header = answer.headers.get('x-correlation-id');
      items.set(service, { id, header, body: (await answer.json()) as Asked['body'] });
      const failed = await fetch(`${address}/fail`, {
        headers: { 'x-correlation-id': `fail-${service}` },
      });
      expect(failed.status).toBe(500);
      await failed.text();
    }),
  );
  const complete = async () => {
    const [counts] = await stack.store.rows<
      Record<'requests' | 'calls' | 'logs' | 'measured', number>
    >(
      `SELECT toUInt32(countIf(kind = 2)) AS requests, toUInt32(countIf(kind = 3)) AS calls,
         (SELECT toUInt32(count()) FROM logs WHERE trace_id != '') AS logs,
         (SELECT toUInt32(sum(most)) FROM (
           SELECT max(count) AS most FROM metric_histograms
           WHERE metric LIKE 'http.%' GROUP BY series_id)) AS measured
       FROM spans`,
    );
    const n = APPS.length;
    const all = { requests: 5 * n, calls: 3 * n, logs: 2 * n, measured: 8 * n };
    return isDeepStrictEqual({ ...counts }, all);
  };
  await until(complete);
}, 120_000);
afterAll(async () => {
  await killHosts();
  await stopAll();
  if (stack) removeDirectory(stack.dataDir);
});

/** The one trace that has this correlation id. */
async function traceOf(correlationId: string): Promise<Trace> {
  const { traces } = await ask<{ traces: { traceId: string }[] }>(
    stack.queryUrl,
    `/correlations/${correlationId}`,
  );
  expect(traces).toHaveLength(1);
  return ask<Trace>(stack.queryUrl, `/traces/${traces[0]?.traceId}`);
}

function ancestorsOf(span: Span, spans: readonly Span[]): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [] : [parent.spanId, ...ancestorsOf(parent, spans)];
}

describe.each(APPS)('$service', ({ framework, service }) => {
  const route = (path: string) => ROUTES[framework]?.(path);
  /** Where nothing routes nobody knows a route. */
  const named = (path: string) => (route(path) === undefined ? 'GET' : `GET ${route(path)}`);

  test('the id goes back to the caller, and on to every peer', () => {
    const { id, header, body } = items.get(service) as Asked;
    expect([header, body.id]).toEqual([id, id]);
    expect(body.stock).toEqual(Object.fromEntries(CLIENTS.map((client) => [client, { id }])));
  });

  test('one trace, named by route: the calls below the request, the peer below each', async () => {
    const { correlationIds, spans } = await traceOf(`item-${service}`);
    expect(correlationIds).toEqual([`item-${service}`]);
    expect(new Set(spans.map(({ correlationId }) => correlationId)).size).toBe(1);

    const servers = spans.filter(({ kind }) => kind === 'server');
    const [root] = servers.filter((span) => span.service === service);
    expect(root).toMatchObject({ name: named('/items/:id'), parentSpanId: null, status: 'unset' });
    expect(root?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': '/items/7',
    });
    expect(root?.attributes['http.route']).toBe(route('/items/:id'));

    const calls = spans.filter(({ kind }) => kind === 'client');
    expect(calls.map((call) => call.service)).toEqual(CLIENTS.map(() => service));
    for (const call of calls) {
      expect(call).toMatchObject({ name: 'GET', status: 'unset' });
      expect(call.attributes).toMatchObject({
        'http.response.status_code': 200,
        'server.address': '127.0.0.1',
        'url.full': expect.stringMatching(/\/stock$/),
      });
      expect(ancestorsOf(call, spans)).toContain(root?.spanId);
      const answers = servers.filter(({ parentSpanId }) => parentSpanId === call.spanId);
      expect(answers.map((answer) => answer.service)).toEqual([nextOf(service)]);
    }
    expect(servers).toHaveLength(1 + CLIENTS.length);

    const layers = spans.filter((span) => span.kind === 'internal' && span.service === service);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(layers.length);
  });

  test('the log of the request lies on a span of it', async () => {
    const { spans, logs } = await traceOf(`item-${service}`);
    expect(logs.map(({ body }) => body)).toEqual(['item 7 is read']);
    expect(logs[0]?.correlationId).toBe(`item-${service}`);
    const own = spans.filter((span) => span.service === service && span.kind !== 'client');
    expect(own.map(({ spanId }) => spanId)).toContain(logs[0]?.spanId);
  });

  test('what it throws: an error on the server span, and the exception where it was seen', async () => {
    const { spans, logs } = await traceOf(`fail-${service}`);
    const [root] = spans.filter(({ kind }) => kind === 'server');
    expect(root).toMatchObject({ name: named('/fail'), status: 'error' });
    expect(root?.attributes).toMatchObject({
      'http.response.status_code': 500,
      'error.type': '500',
    });
    const exception = {
      'exception.type': 'RangeError',
      'exception.message': 'the shelf is empty',
      'exception.stacktrace': expect.stringContaining('shop.cjs'),
    };
    expect(logs.map(({ body }) => body)).toEqual(['no stock']);
    expect(logs[0]?.attributes).toMatchObject(exception);
    // Bare `node:http` shows nobody what a handler throws.
    const seen = spans.flatMap(({ events }) => events).filter(({ name }) => name === 'exception');
    expect(seen.map(({ attributes }) => attributes)).toEqual(
      framework === 'http' ? [] : [expect.objectContaining(exception)],
    );
  });

  test('durations of requests and of calls are histograms, of requests by route', async () => {
    const rows = await stack.store.rows<Histogram>(
      `SELECT metric, unit, toUInt32(sum(requests)) AS requests, route, status
       FROM (
         SELECT metric, unit, max(count) AS requests, attributes['http.route'] AS route,
           attributes['http.response.status_code'] AS status
         FROM metric_histograms JOIN metric_series USING (metric, series_id)
         WHERE service = {service:String} AND metric LIKE 'http.%'
         GROUP BY metric, unit, series_id, attributes)
       GROUP BY ALL`,
      { service },
    );
    const server = { metric: 'http.server.request.duration', unit: 's' };
    const client = { metric: 'http.client.request.duration', unit: 's', route: '' };
    const ofServer =
      framework === 'http'
        ? [
            { ...server, requests: 4, route: '', status: '200' },
            { ...server, requests: 1, route: '', status: '500' },
          ]
        : [
            { ...server, requests: 1, route: route('/items/:id'), status: '200' },
            { ...server, requests: 3, route: route('/stock'), status: '200' },
            { ...server, requests: 1, route: route('/fail'), status: '500' },
          ];
    const expected = [...ofServer, { ...client, requests: 3, status: '200' }];
    expect(sorted(rows)).toEqual(sorted(expected));
  });
});

const sorted = (rows: readonly object[]) =>
  rows
    .map((row) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b))))
    .toSorted();
