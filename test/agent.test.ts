import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killHosts, startHost } from './agent-host.ts';
import { removeDirectory, type Stack, startStack, stopAll, until } from './stack.ts';

/** Applications under the agent, as ES modules and as CommonJS, against the real collector. */

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(async () => {
  await killHosts();
  await stopAll();
  removeDirectory(stack.dataDir);
});

interface Span {
  service: string;
  name: string;
  kind: string;
  trace: string;
  correlation_id: string;
}
interface Log {
  body: string;
  severity_text: string;
  trace: string;
  correlation_id: string;
  attributes: Record<string, string>;
}

describe.each([
  ['service.mjs', '--import'],
  ['service.cjs', '--import'],
  ['service.cjs', '--require'],
] as const)('%s with %s', (app, option) => {
  const service = `${app}${option}`.replaceAll(/\W+/g, '-');
  const of = <Row>(what: string) =>
    stack.store.rows<Row>(`${what} WHERE service = {service:String}`, { service });
  let answer: Response;
  let body: { id: string; byFetch: object; byHttp: object };
  let stdout = '';

  beforeAll(async () => {
    const host = startHost(
      app,
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
        NUNCHI_OPAMP_ENDPOINT: `${stack.controlUrl}/v1/opamp`,
        OTEL_SERVICE_NAME: service,
        OTEL_METRIC_EXPORT_INTERVAL: '500',
      },
      option,
    );
    const address = await host.address();
    answer = await fetch(`${address}/orders/7`, { headers: { 'x-request-id': 'order-7' } });
    body = (await answer.json()) as typeof body;
    await fetch(`${address}/fail`);
    const arrived = async () =>
      (await of<{ n: string }>('SELECT count() AS n FROM spans'))[0]?.n === '6';
    await until(arrived);
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({ signal: 'SIGTERM' });
    stdout = host.stdout();
    const stored = async () =>
      (await of<{ n: string }>("SELECT countIf(body = 'it failed') AS n FROM logs"))[0]?.n === '1';
    await until(stored);
  });

  test('the caller gets the correlation id, and so does every call that follows', () => {
    expect(answer.headers.get('x-correlation-id')).toBe('order-7');
    const called = { id: 'order-7', baggage: 'correlation.id=order-7' };
    expect(body).toEqual({ id: 'order-7', byFetch: called, byHttp: called });
  });

  test('spans: one trace with both calls, named by route, all with the id', async () => {
    const spans = await of<Span>(
      'SELECT name, toString(kind) AS kind, hex(trace_id) AS trace, correlation_id FROM spans',
    );
    const order = spans.filter(({ correlation_id }) => correlation_id === 'order-7');
    expect(order.map(({ name }) => name).sort()).toEqual([
      'GET',
      'GET',
      'GET /orders/:id',
      'GET /stock',
      'GET /stock',
    ]);
    expect(new Set(order.map(({ trace }) => trace)).size).toBe(1);
    const [failed] = spans.filter(({ name }) => name === 'GET /fail');
    expect(failed?.correlation_id.toUpperCase()).toBe(failed?.trace.toUpperCase());
  });

  test('logs: each once, of every logger, with trace and correlation id', async () => {
    const logs = await of<Log>(
      'SELECT body, severity_text, hex(trace_id) AS trace, correlation_id, attributes FROM logs',
    );
    const count = (text: string) => logs.filter((log) => log.body === text).length;
    expect([count('order is read'), count('stock is counted')]).toEqual([1, 2]);
    for (const log of logs.filter(({ body: text }) => /order is|stock is/.test(text))) {
      expect(log).toMatchObject({ correlation_id: 'order-7', severity_text: 'info' });
      expect(log.trace).not.toMatch(/^0*$/);
      expect(log.attributes).not.toHaveProperty('correlation_id');
    }
    const failed = logs.find(({ body: text }) => text === 'it failed');
    expect(failed?.attributes['exception.message']).toBe('the shelf is empty');
    expect(failed?.attributes['exception.stacktrace']).toContain('shared.cjs');
  });

  test('what the application prints has the same ids', () => {
    const printed = stdout
      .split('\n')
      .filter((line) => line.includes('order is read'))
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatchObject({
      correlation_id: 'order-7',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('metrics: of HTTP, the runtime, the process, prom-client and the agent itself', async () => {
    const rows = await of<{ metric: string; kind: string }>(
      'SELECT DISTINCT metric, kind FROM metric_series',
    );
    const kinds = Object.fromEntries(rows.map(({ metric, kind }) => [metric, kind]));
    expect(kinds).toMatchObject({
      'http.server.request.duration': 'histogram',
      'http.client.request.duration': 'histogram',
      'nodejs.eventloop.utilization': 'gauge',
      'v8js.memory.heap.used': 'gauge',
      'process.cpu.time': 'sum',
      'process.memory.usage': 'sum',
      shop_orders_total: 'sum',
      shop_weight: 'histogram',
      'nunchi.agent.queue.size': 'gauge',
    });
  });
});
