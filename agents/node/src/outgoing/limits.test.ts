// Time limits, bulkheads and fallbacks, the same for each client.
import http from 'node:http';
import { createRequire } from 'node:module';
import { AsyncLocalStorage } from 'node:async_hooks';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fallback, type Fallback } from './fallbacks.ts';
import { guardHttp } from './http.ts';
import type { OutgoingSettings } from './settings.ts';
import { delegating, listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';
import { guardUndici } from './undici.ts';

const require = createRequire(import.meta.url);
const LIMIT_MS = 30;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Init {
  readonly method?: string;
  readonly signal?: AbortSignal;
}

/** Rejects with the error that the agent has made, wherever the client keeps it. */
type Client = (url: string, init?: Init) => Promise<Answer>;

const byHttp: Client = (url, init = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request(url, init, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const { statusCode: status = 0, headers } = response;
      resolve({ status, headers, body: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject).end();
  });

const byFetch =
  (call: () => typeof fetch): Client =>
  async (url, init) => {
    const response = await call()(url, init).catch((error: Error) => {
      throw error.cause ?? error;
    });
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, body: await response.text() };
  };

const byUndici =
  (load: () => typeof import('undici')): Client =>
  async (url, init = {}) => {
    const { statusCode, headers, body } = await load().request(url, init as never);
    return { status: statusCode, headers, body: await body.text() };
  };

const undici8 = () => require('undici') as typeof import('undici');
const undici6 = () =>
  createRequire(require.resolve('@elastic/opamp-client-node'))('undici') as typeof import('undici');

const CLIENTS: readonly (readonly [string, Client])[] = [
  ['node:http', byHttp],
  ['fetch', byFetch(() => fetch)],
  ['undici 8', byUndici(undici8)],
  ['undici 8 fetch', byFetch(() => undici8().fetch as never)],
  ['undici 6', byUndici(undici6)],
  ['undici 6 fetch', byFetch(() => undici6().fetch as never)],
];

let server: TestServer;
let test: TestOutgoing;
let answer: http.RequestListener;
const undo: (() => void)[] = [];
const afterwards: (() => void)[] = [];

beforeAll(() => {
  const gate = delegating(() => test.guard);
  const onFault = (error: unknown) => void test.faults.push(error);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  undo.push(guardHttp(gate, onFault), guardUndici(gate, onFault));
});

afterAll(() => {
  for (const step of undo) step();
  context.disable();
});

beforeEach(async () => {
  answer = (_request, response) => void response.end('fine');
  server = await listen((request, response) => answer(request, response));
  setUp({});
});

afterEach(async () => {
  for (const step of afterwards.splice(0)) step();
  expect(test.faults).toEqual([]);
  test.guard.stop();
  await server.close();
});

function setUp(settings: Partial<OutgoingSettings>): void {
  test = testOutgoing({ timeoutMs: LIMIT_MS, ...settings });
}

function answering(respond: Fallback): void {
  afterwards.push(fallback(`127.0.0.1:${server.port}`, respond));
}

/** Waits until the server has this many requests. */
const arrived = (count: number) => vi.waitFor(() => expect(server.requests()).toBe(count));

/** The clock passes the limit; the timer then sees it. */
async function passLimit(requests = 1): Promise<void> {
  await arrived(requests);
  test.wait(LIMIT_MS);
}

/** Lets some real time pass in which a limit would have been over twice. */
const passTwice = () => new Promise((resolve) => setTimeout(resolve, LIMIT_MS * 2 + 20));

describe.each(CLIENTS)('%s', (_name, call) => {
  describe('time limit', () => {
    it('no answer in time: the call ends with an error that names peer and limit', async () => {
      answer = () => {};
      const error = call(server.url).catch((failure: unknown) => failure);
      await passLimit();
      expect(await error).toMatchObject({
        name: 'CallTimeoutError',
        code: 'ECALLTIMEOUT',
        peer: `127.0.0.1:${server.port}`,
        limitMs: LIMIT_MS,
      });
      expect(test.counted).toEqual(['timeout']);
      expect(test.outcomes).toEqual(['failure']);
    });

    it('an answer that has begun may take as long as it takes', async () => {
      let rest: http.ServerResponse | undefined;
      answer = (_request, response) => {
        response.write('begun ');
        rest = response;
      };
      const done = call(server.url);
      await vi.waitFor(() => expect(test.outcomes).toEqual(['success']));
      test.wait(LIMIT_MS * 10);
      await passTwice();
      rest?.end('ended');
      expect(await done).toMatchObject({ status: 200, body: 'begun ended' });
      expect(test.counted).toEqual([]);
    });

    it('a call that its caller can abort has a limit of its own', async () => {
      let rest: http.ServerResponse | undefined;
      answer = (_request, response) => void (rest = response);
      const done = call(server.url, { signal: AbortSignal.timeout(60_000) });
      await passLimit();
      await passTwice();
      rest?.end('late');
      expect(await done).toMatchObject({ body: 'late' });
      expect(test.counted).toEqual([]);
    });

    it('peers that answer late by design', async () => {
      setUp({ unlimitedPeers: new Set(['127.0.0.1']) });
      let rest: http.ServerResponse | undefined;
      answer = (_request, response) => void (rest = response);
      const done = call(server.url);
      await passLimit();
      await passTwice();
      rest?.end('late');
      expect(await done).toMatchObject({ body: 'late' });
    });

    it('a timeout opens the breaker like any failure', async () => {
      answer = () => {};
      const both = [call(server.url), call(server.url)];
      await passLimit(2);
      await Promise.allSettled(both);
      await expect(call(server.url)).rejects.toMatchObject({ code: 'ECIRCUITOPEN' });
    });

    it('what comes after it runs in the caller’s context', async () => {
      const storage = new AsyncLocalStorage<string>();
      answer = () => {};
      const seen: (string | undefined)[] = [];
      const run = (name: string) =>
        storage.run(name, () => call(server.url).catch(() => seen.push(storage.getStore())));
      const both = [run('one'), run('two')];
      await passLimit(2);
      await Promise.all(both);
      expect(seen.toSorted()).toEqual(['one', 'two']);
    });
  });

  describe('bulkhead', () => {
    let waiting: http.ServerResponse[];

    beforeEach(() => {
      waiting = [];
      answer = (_request, response) => void waiting.push(response);
    });

    it('full: refused at once, without a connection, and no failure of the peer', async () => {
      setUp({ places: 2, queue: 0, timeoutMs: null });
      const out = [call(server.url), call(server.url)];
      await arrived(2);
      await expect(call(server.url)).rejects.toMatchObject({
        name: 'BulkheadFullError',
        code: 'EBULKHEADFULL',
        peer: `127.0.0.1:${server.port}`,
      });
      for (const response of waiting) response.end('fine');
      await Promise.all(out);
      expect(await Promise.all(out.map(async (one) => (await one).status))).toEqual([200, 200]);
      expect(test.counted).toEqual(['full']);
      expect(test.outcomes).toEqual(['success', 'success']);
    });

    it('a place is free again: as soon as the headers are there', async () => {
      setUp({ places: 1, timeoutMs: null });
      for (let count = 1; count <= 3; count += 1) {
        const done = call(server.url);
        await arrived(count);
        waiting[count - 1]?.end('fine');
        expect((await done).body).toBe('fine');
      }
      expect(test.counted).toEqual([]);
    });

    it('waiting: calls go out one after another, in order', async () => {
      setUp({ places: 1, queue: 2, timeoutMs: null });
      const seen: (string | undefined)[] = [];
      answer = (request, response) => {
        seen.push(request.url);
        waiting.push(response);
      };
      const calls = ['/a', '/b', '/c'].map((path) => call(server.url + path));
      await expect(call(server.url)).rejects.toMatchObject({ code: 'EBULKHEADFULL' });
      for (let count = 1; count <= 3; count += 1) {
        await arrived(count);
        waiting[count - 1]?.end('fine');
      }
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(seen).toEqual(['/a', '/b', '/c']);
    });

    it('waiting: not longer than the limit', async () => {
      setUp({ places: 1, queue: 1, unlimitedPeers: new Set(['127.0.0.1']) });
      const first = call(server.url);
      await arrived(1);
      const second = call(server.url).catch((error: unknown) => error);
      test.wait(LIMIT_MS);
      expect(await second).toMatchObject({ code: 'EBULKHEADFULL' });
      waiting[0]?.end('fine');
      expect((await first).status).toBe(200);
      expect(server.requests()).toBe(1);
    });

    it('waiting: the breaker opens, and nobody waits any longer', async () => {
      setUp({ places: 2, queue: 5, timeoutMs: null });
      const out = [call(server.url), call(server.url)];
      await arrived(2);
      const queued = [call(server.url), call(server.url)];
      answer = (_request, response) => void response.writeHead(500).end();
      for (const response of waiting) response.writeHead(500).end();
      await Promise.all(out);
      const codes = await Promise.all(
        queued.map((one) =>
          one.then(
            ({ status }) => status,
            ({ code }) => String(code),
          ),
        ),
      );
      // The first answer frees a place, the second one opens the breaker.
      expect(codes).toEqual([500, 'ECIRCUITOPEN']);
    });

    it('waiting: the caller gives up', async () => {
      setUp({ places: 1, queue: 1, timeoutMs: null });
      const first = call(server.url);
      await arrived(1);
      const controller = new AbortController();
      const second = call(server.url, { signal: controller.signal });
      controller.abort();
      await expect(second).rejects.toThrow();
      waiting[0]?.end('fine');
      expect((await first).status).toBe(200);
    });
  });

  describe('fallback', () => {
    it('open: the application gets its answer as if the peer had sent it', async () => {
      const asked: unknown[] = [];
      answering((failed) => {
        asked.push(failed);
        return { status: 203, headers: { 'content-type': 'text/x' }, body: 'later' };
      });
      test.forceOpen(server);
      const got = await call(`${server.url}/pay?now=1`, { method: 'POST' });
      expect(got).toMatchObject({
        status: 203,
        body: 'later',
        headers: { 'content-type': 'text/x', 'x-nunchi-fallback': 'open', 'content-length': '5' },
      });
      expect(asked).toEqual([
        { peer: `127.0.0.1:${server.port}`, method: 'POST', path: '/pay?now=1', reason: 'open' },
      ]);
      expect(server.connections()).toBe(0);
      expect(test.counted).toEqual(['fallback open']);
    });

    it('full, and an answer that takes a while', async () => {
      setUp({ places: 1 });
      answer = (_request, response) => void setTimeout(() => response.end('fine'), 50);
      answering(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { status: 200, body: new TextEncoder().encode('later') };
      });
      const first = call(server.url);
      await arrived(1);
      const second = await call(server.url);
      expect(second).toMatchObject({ body: 'later', headers: { 'x-nunchi-fallback': 'full' } });
      expect((await first).body).toBe('fine');
      expect(test.counted).toEqual(['full', 'fallback full']);
    });

    it('timeout: a late answer of the peer changes nothing any more', async () => {
      let rest: http.ServerResponse | undefined;
      answer = (_request, response) => void (rest = response);
      answering(() => ({ status: 200, body: 'later' }));
      const done = call(server.url);
      await passLimit();
      expect(await done).toMatchObject({
        status: 200,
        body: 'later',
        headers: { 'x-nunchi-fallback': 'timeout' },
      });
      rest?.end('too late');
      expect(test.counted).toEqual(['timeout', 'fallback timeout']);
      expect(test.outcomes).toEqual(['failure']);
    });

    it('the next call goes on as ever', async () => {
      for (let count = 0; count < 3; count += 1) expect((await call(server.url)).body).toBe('fine');
      answer = () => {};
      answering(() => ({ status: 200, body: 'later' }));
      const done = call(server.url);
      await passLimit(4);
      expect((await done).body).toBe('later');
      answer = (_request, response) => void response.end('fine');
      for (let count = 0; count < 3; count += 1) expect((await call(server.url)).body).toBe('fine');
    });

    it('answers nothing, throws, answers what is none: the error of the call stands', async () => {
      test.forceOpen(server);
      const bad: Fallback[] = [
        () => undefined,
        () => Promise.resolve(undefined),
        () => {
          throw new Error('oops');
        },
        () => Promise.reject(new Error('oops')),
        () => ({ status: 1 }),
      ];
      for (const respond of bad) {
        const takeBack = fallback('127.0.0.1', respond);
        await expect(call(server.url)).rejects.toMatchObject({ code: 'ECIRCUITOPEN' });
        takeBack();
      }
      expect(test.failedFallbacks).toHaveLength(3);
      expect(test.counted).toEqual([]);
    });

    it('that calls the same peer itself gets the error there', async () => {
      test.forceOpen(server);
      let inner: unknown;
      answering(async () => {
        inner = await call(server.url).catch((error: unknown) => error);
        return { status: 200, body: 'later' };
      });
      expect((await call(server.url)).body).toBe('later');
      expect(inner).toMatchObject({ code: 'ECIRCUITOPEN' });
    });

    it('without a body', async () => {
      test.forceOpen(server);
      answering(() => ({ status: 204 }));
      expect(await call(server.url)).toMatchObject({ status: 204, body: '' });
      answering(() => ({ status: 200, body: 'xyz' }));
      expect(await call(server.url, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    });
  });
});
