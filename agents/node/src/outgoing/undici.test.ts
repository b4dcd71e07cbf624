import http from 'node:http';
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delegating, listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';
import { guardUndici } from './undici.ts';

const require = createRequire(import.meta.url);
const spans = new InMemorySpanExporter();
let server: TestServer;
let test: TestOutgoing;
let undo: () => void;
let answer: http.RequestListener;

beforeAll(() => {
  // One for all tests: modules are patched when they are loaded first.
  undo = guardUndici(
    delegating(() => test.guard),
    (error) => test.faults.push(error),
  );
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).register();
});

afterAll(() => {
  undo();
  context.disable();
  trace.disable();
});

beforeEach(async () => {
  answer = (_request, response) => void response.end('fine');
  server = await listen((request, response) => answer(request, response));
  test = testOutgoing();
  spans.reset();
});

afterEach(async () => {
  expect(test.faults).toEqual([]);
  await server.close();
});

type Undici = typeof import('undici');

/** The package that the application has (8), and the older one that the OpAMP client has (6). */
const COPIES: readonly (readonly [string, () => Undici])[] = [
  ['undici 8', () => require('undici') as Undici],
  [
    'undici 6',
    () => createRequire(require.resolve('@elastic/opamp-client-node'))('undici') as Undici,
  ],
];

describe('fetch', () => {
  it('passes answers on', async () => {
    const response = await fetch(server.url);
    expect(await response.text()).toBe('fine');
    expect(test.outcomes).toEqual(['success']);
  });

  it('open: rejects as undici does, without a connection', async () => {
    test.forceOpen(server);
    const failed = await fetch(server.url).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(TypeError);
    expect(failed).toMatchObject({
      message: 'fetch failed',
      cause: { name: 'CircuitOpenError', code: 'ECIRCUITOPEN' },
    });
    expect(server.connections()).toBe(0);
  });

  it('open: leaves a client span with the error and the event', async () => {
    test.forceOpen(server);
    await fetch(`${server.url}/pay?card=1`, { method: 'POST', body: 'x' }).catch(() => {});
    const [span] = spans.getFinishedSpans();
    expect(span).toMatchObject({
      name: 'POST',
      kind: 2,
      status: { code: 2 },
      attributes: {
        'url.full': `${server.url}/pay`,
        'server.address': '127.0.0.1',
        'server.port': server.port,
        'error.type': 'ECIRCUITOPEN',
      },
    });
    expect(span?.events.map(({ name }) => name)).toContain('circuit breaker open');
  });

  it('closed → open: answers of 500 and above', async () => {
    answer = (_request, response) => void response.writeHead(500).end();
    await fetch(server.url);
    await fetch(server.url);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
    expect(test.outcomes).toEqual(['failure', 'failure', 'rejected']);
  });

  it('closed → open: refused connections and timeouts, not the caller’s abort', async () => {
    answer = () => {};
    await fetch(server.url, { signal: AbortSignal.timeout(200) }).catch(() => {});
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    await fetch(server.url, { signal: controller.signal }).catch(() => {});
    await server.close();
    await fetch(server.url).catch(() => {});
    expect(test.outcomes).toEqual(['failure', 'aborted', 'failure']);
  });

  it('lets the agent’s own traffic through', async () => {
    test.forceOpen(server);
    const response = await context.with(suppressTracing(context.active()), () => fetch(server.url));
    expect(response.status).toBe(200);
    expect(test.outcomes).toEqual([]);
  });
});

describe.each(COPIES)('%s', (_name, load) => {
  it('request, fetch and dispatchers of its own are counted once each', async () => {
    const undici = load();
    const dispatchers = [
      new undici.Agent(),
      new undici.Pool(server.url, { connections: 1 }),
      new undici.Client(server.url),
    ];
    for (const dispatcher of dispatchers) {
      const { statusCode, body } = await dispatcher.request({
        origin: server.url,
        path: '/',
        method: 'GET',
      });
      await body.dump();
      expect(statusCode).toBe(200);
    }
    await (await undici.request(server.url)).body.dump();
    await (await undici.fetch(server.url)).text();
    expect(test.outcomes).toEqual(Array(5).fill('success'));
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.close()));
  });

  it('calls that wait for a connection of a pool are counted once', async () => {
    const pool = new (load().Pool)(server.url, { connections: 1, pipelining: 1 });
    const calls = Array.from({ length: 8 }, async () => {
      const { body } = await pool.request({ path: '/', method: 'GET' });
      await body.dump();
    });
    await Promise.all(calls);
    expect(test.outcomes).toEqual(Array(8).fill('success'));
    await pool.close();
  });

  it('open: request rejects with the error itself, fetch as its cause', async () => {
    const undici = load();
    test.forceOpen(server);
    await expect(undici.request(server.url)).rejects.toMatchObject({ code: 'ECIRCUITOPEN' });
    await expect(undici.fetch(server.url)).rejects.toMatchObject({
      cause: { code: 'ECIRCUITOPEN' },
    });
    const client = new undici.Client(server.url);
    await expect(client.request({ path: '/', method: 'GET' })).rejects.toMatchObject({
      code: 'ECIRCUITOPEN',
    });
    expect(server.connections()).toBe(0);
    await client.close();
  });

  it('is guarded as the dispatcher that the application sets for all', async () => {
    const undici = load();
    const before = undici.getGlobalDispatcher();
    undici.setGlobalDispatcher(new undici.Agent({ connections: 1 }));
    expect((await fetch(server.url)).status).toBe(200);
    test.forceOpen(server);
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECIRCUITOPEN' } });
    expect(test.outcomes).toEqual(['success', 'rejected']);
    undici.setGlobalDispatcher(before);
  });

  it('interceptors that try again ask again', async () => {
    const undici = load();
    answer = (_request, response) => void response.writeHead(503).end();
    const agent = new undici.Agent().compose(
      undici.interceptors.retry({ maxRetries: 5, minTimeout: 1, maxTimeout: 1 }),
    );
    await undici.request(server.url, { dispatcher: agent }).catch(() => {});
    expect(test.outcomes.slice(0, 3)).toEqual(['failure', 'failure', 'rejected']);
    expect(server.requests()).toBe(2);
  });
});
