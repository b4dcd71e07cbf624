// What the agent does to calls of undici, as events of the spans that the instrumentation makes.
import type http from 'node:http';
import { context, diag, propagation, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CorrelationPropagator } from '../correlation/propagator.ts';
import { withCorrelationId } from '../correlation/scope.ts';
import { fallback } from './fallbacks.ts';
import { delegating, listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';
import { tracedUndici } from './undici-span.ts';
import { guardUndici } from './undici.ts';

const spans = new InMemorySpanExporter();
const undo: (() => void)[] = [];
let server: TestServer;
let test: TestOutgoing;
let answer: http.RequestListener;

beforeAll(() => {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register();
  const instrumentation = tracedUndici();
  const onFault = (error: unknown) => void test.faults.push(error);
  undo.push(
    guardUndici(
      delegating(() => test.guard),
      onFault,
    ),
    () => instrumentation.disable(),
  );
});

afterAll(() => {
  for (const step of undo) step();
  context.disable();
  trace.disable();
});

beforeEach(async () => {
  answer = (_request, response) => void response.end('fine');
  server = await listen((request, response) => answer(request, response));
  test = testOutgoing({ timeoutMs: 30 });
  spans.reset();
});

afterEach(async () => {
  expect(test.faults).toEqual([]);
  test.guard.stop();
  await server.close();
});

/** Name and what it is about, of every event but exceptions, by finished client span. */
const events = () =>
  spans.getFinishedSpans().map((span) =>
    span.events
      .filter(({ name }) => name !== 'exception')
      .map(({ name, attributes = {} }) => {
        const about = Object.entries(attributes).filter(([key]) =>
          /from|to$|reason|limit/.test(key),
        );
        return [name, ...about.map(([, value]) => value)].join(' ');
      }),
  );

async function call(): Promise<number | string> {
  try {
    const response = await fetch(server.url);
    await response.text();
    return response.status;
  } catch (error) {
    return String((error as { cause: NodeJS.ErrnoException }).cause.code);
  }
}

it('closed → open → half-open → closed: each an event of the call that caused it', async () => {
  answer = (_request, response) => void response.writeHead(500).end();
  await call();
  await call();
  test.wait(5_000);
  answer = (_request, response) => void response.end();
  await call();
  await call();
  expect(events()).toEqual([
    [],
    ['breaker state changed closed open 2 of 2 calls within 10 s failed'],
    ['breaker state changed open half-open 2 of 2 calls within 10 s failed'],
    ['breaker state changed half-open closed 2 probes in a row succeeded'],
  ]);
  expect(spans.getFinishedSpans()[1]?.events[0]?.attributes).toMatchObject({
    'nunchi.breaker.peer': `127.0.0.1:${server.port}`,
  });
});

it('an error of the network: the event is there before the span ends', async () => {
  answer = (request) => void request.socket.destroy();
  await call();
  await call();
  expect(events()).toEqual([
    [],
    ['breaker state changed closed open 2 of 2 calls within 10 s failed'],
  ]);
});

it('time limit: an event and the error; with a fallback its event, too', async () => {
  answer = () => {};
  const failed = call();
  await vi.waitFor(() => expect(server.requests()).toBe(1));
  test.wait(30);
  expect(await failed).toBe('ECALLTIMEOUT');
  const takeBack = fallback('127.0.0.1', () => ({ status: 202 }));
  const answered = call();
  await vi.waitFor(() => expect(server.requests()).toBe(2));
  test.wait(30);
  expect(await answered).toBe(202);
  takeBack();
  expect(events()).toEqual([
    ['call timed out 30'],
    [
      'call timed out 30',
      'breaker state changed closed open 2 of 2 calls within 10 s failed',
      'fallback timeout',
    ],
  ]);
  expect(spans.getFinishedSpans()[0]?.attributes['error.type']).toBe('ECALLTIMEOUT');
});

it('refused, and answered by the application: one client span without an error', async () => {
  test.forceOpen(server);
  const takeBack = fallback('127.0.0.1', () => ({ status: 200 }));
  expect(await call()).toBe(200);
  takeBack();
  expect(spans.getFinishedSpans()).toMatchObject([
    {
      name: 'GET',
      kind: 2,
      status: { code: 0 },
      attributes: { 'http.response.status_code': 200, 'server.port': server.port },
      events: [{ name: 'circuit breaker open' }, { name: 'fallback' }],
    },
  ]);
});

it('full: a client span with the error and the event', async () => {
  test = testOutgoing({ places: 1 });
  const waiting: http.ServerResponse[] = [];
  answer = (_request, response) => void waiting.push(response);
  const first = call();
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  expect(await call()).toBe('EBULKHEADFULL');
  waiting[0]?.end();
  expect(await first).toBe(200);
  expect(spans.getFinishedSpans()[0]).toMatchObject({
    status: { code: 2 },
    attributes: { 'error.type': 'EBULKHEADFULL' },
    events: [{ name: 'bulkhead full' }, { name: 'exception' }],
  });
});

it('one that waited for a place has its parent, and the span of its own request', async () => {
  test = testOutgoing({ places: 1, queue: 1 });
  const waiting: http.ServerResponse[] = [];
  answer = (_request, response) => void waiting.push(response);
  const tracer = trace.getTracer('test');
  const calls = ['one', 'two'].map((name) =>
    tracer.startActiveSpan(name, async (span) => {
      await call();
      span.end();
    }),
  );
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  waiting[0]?.end();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.end();
  await Promise.all(calls);
  const finished = spans.getFinishedSpans();
  const parentOfLast = finished.filter(({ name }) => name === 'GET').at(-1)?.parentSpanContext;
  expect(finished.find((span) => span.spanContext().spanId === parentOfLast?.spanId)?.name).toBe(
    'two',
  );
});

it('refused: its span begins before it ends, as OpenTelemetry would say otherwise', async () => {
  const warned = vi.spyOn(diag, 'warn');
  test.forceOpen(server);
  for (let count = 0; count < 20; count++) expect(await call()).toBe('ECIRCUITOPEN');
  expect(spans.getFinishedSpans()).toHaveLength(20);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

it('a correlation id that the application names for a call is the only one', async () => {
  propagation.disable();
  propagation.setGlobalPropagator(new CorrelationPropagator());
  const received: unknown[] = [];
  answer = ({ headersDistinct }, response) => {
    received.push(headersDistinct['x-correlation-id']);
    response.end();
  };
  await withCorrelationId('of-the-agent', async () => {
    await fetch(server.url, { headers: { 'x-other': 'x-correlation-id' } });
    await fetch(server.url, { headers: { 'X-Correlation-Id': 'own' } });
  });
  propagation.disable();
  expect(received).toEqual([['of-the-agent'], ['own']]);
});
