// Breakers and limits under OpenTelemetry's instrumentation of http: what they do is on the client span.
import type http from 'node:http';
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fallback } from './fallbacks.ts';
import { guardHttp } from './http.ts';
import { listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';

const spans = new InMemorySpanExporter();
let instrumentation: HttpInstrumentation;
let server: TestServer;
let test: TestOutgoing;
let answer: http.RequestListener;
let undo: () => void;

beforeAll(() => {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register();
  instrumentation = new HttpInstrumentation({ disableIncomingRequestInstrumentation: true });
});

afterAll(() => {
  instrumentation.disable();
  context.disable();
  trace.disable();
});

beforeEach(async () => {
  answer = (_request, response) => void response.end('fine');
  server = await listen((request, response) => answer(request, response));
  test = testOutgoing({ timeoutMs: 30 });
  undo = guardHttp(test.guard, (error) => test.faults.push(error));
  spans.reset();
});

afterEach(async () => {
  undo();
  expect(test.faults).toEqual([]);
  test.guard.stop();
  await server.close();
});

function call(): Promise<number | string> {
  const { get } = createRequire(import.meta.url)('node:http') as typeof http;
  return new Promise((resolve) => {
    get(`${server.url}/pay`, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
  });
}

const ended = (count: number) =>
  vi.waitFor(() => {
    const finished = spans.getFinishedSpans();
    expect(finished).toHaveLength(count);
    return finished;
  });

/** Names of events, by span, and what a breaker changed to. */
const events = async (count: number) =>
  (await ended(count)).map((span) =>
    span.events
      .filter(({ name }) => name !== 'exception')
      .map(({ name, attributes }) =>
        [name, attributes?.['nunchi.breaker.to']].filter(Boolean).join(' '),
      ),
  );

it('open: the client span has the error and the event', async () => {
  test.forceOpen(server);
  expect(await call()).toBe('ECIRCUITOPEN');
  const [span] = await ended(1);
  expect(span).toMatchObject({ name: 'GET', kind: 2, status: { code: 2 } });
  expect(span?.attributes['server.address'] ?? span?.attributes['net.peer.name']).toBe('127.0.0.1');
  expect(span?.events.map(({ name }) => name)).toContain('circuit breaker open');
});

it('closed → open → half-open → closed: each an event of the call that caused it', async () => {
  answer = (request) => void request.socket.destroy();
  await call();
  await call();
  test.wait(5_000);
  answer = (_request, response) => void response.end();
  await call();
  await call();
  expect(await events(4)).toEqual([
    [],
    ['breaker state changed open'],
    ['breaker state changed half-open'],
    ['breaker state changed closed'],
  ]);
});

it('time limit: an event and the error; with a fallback its event and its status', async () => {
  answer = () => {};
  const failed = call();
  await vi.waitFor(() => expect(server.requests()).toBe(1));
  test.wait(30);
  expect(await failed).toBe('ECALLTIMEOUT');
  const takeBack = fallback('127.0.0.1', async () => ({ status: 202 }));
  const answered = call();
  await vi.waitFor(() => expect(server.requests()).toBe(2));
  test.wait(30);
  expect(await answered).toBe(202);
  takeBack();
  expect(await events(2)).toEqual([
    ['call timed out'],
    ['call timed out', 'breaker state changed open', 'fallback'],
  ]);
  expect(spans.getFinishedSpans()[1]?.status.code).toBe(0);
});

it('refused, and answered by the application: one client span without an error', async () => {
  test.forceOpen(server);
  const takeBack = fallback('127.0.0.1', () => ({ status: 200, body: 'later' }));
  expect(await call()).toBe(200);
  takeBack();
  expect(await events(1)).toEqual([['circuit breaker open', 'fallback']]);
  expect(spans.getFinishedSpans()[0]?.status.code).toBe(0);
});
