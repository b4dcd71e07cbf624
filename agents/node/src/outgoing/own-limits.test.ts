// Calls that say themselves how long they may take, in every way that they can.
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardHttp } from './http.ts';
import { delegating, listen, type TestOutgoing, testOutgoing, type TestServer } from './testing.ts';
import { guardUndici } from './undici.ts';

const require = createRequire(import.meta.url);
const LIMIT_MS = 30;
const LONG_MS = 60_000;

let server: TestServer;
let test: TestOutgoing;
let answers: http.ServerResponse[];
let bodies: number[];
const undo: (() => void)[] = [];

beforeAll(() => {
  const gate = delegating(() => test.guard);
  const onFault = (error: unknown) => void test.faults.push(error);
  undo.push(guardHttp(gate, onFault), guardUndici(gate, onFault));
});

afterAll(() => undo.forEach((step) => step()));

beforeEach(async () => {
  answers = [];
  bodies = [];
  server = await listen((request, response) => {
    answers.push(response);
    request.on('data', (chunk: Buffer) => bodies.push(chunk.length));
  });
  test = testOutgoing({ timeoutMs: LIMIT_MS });
});

afterEach(async () => {
  expect(test.faults).toEqual([]);
  test.guard.stop();
  await server.close();
});

/** The clock passes the limit, and the timer has time to see it. */
async function passLimit(requests = 1): Promise<void> {
  await vi.waitFor(() => expect(answers).toHaveLength(requests));
  test.wait(LIMIT_MS);
  await new Promise((resolve) => setTimeout(resolve, LIMIT_MS * 2 + 20));
}

async function statusOf(request: http.ClientRequest): Promise<number> {
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

const get = (options: http.RequestOptions): http.ClientRequest => http.get(server.url, options);

describe('node:http', () => {
  it.each<[string, () => http.ClientRequest]>([
    ['option', () => get({ timeout: LONG_MS })],
    ['setTimeout', () => get({}).setTimeout(LONG_MS)],
    ['setTimeout with a listener', () => get({}).setTimeout(LONG_MS, () => {})],
    ['none, said by an option', () => get({ timeout: 0 })],
    ['timeout of an agent', () => get({ agent: new http.Agent({ timeout: LONG_MS }) })],
    ['signal', () => get({ signal: new AbortController().signal })],
    [
      'timeout of the socket',
      () => get({}).on('socket', (socket) => void socket.setTimeout(LONG_MS)),
    ],
  ])('%s: kept', async (_how, start) => {
    const status = statusOf(start());
    await passLimit();
    answers[0]?.end();
    expect(await status).toBe(200);
    expect(test.counted).toEqual([]);
  });

  it('a listener alone sets none: wrappers of requests have them always', async () => {
    const request = get({}).on('timeout', () => {});
    const failed = statusOf(request).catch((error: unknown) => error);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    test.wait(LIMIT_MS);
    expect(await failed).toMatchObject({ code: 'ECALLTIMEOUT' });
  });

  it('a shorter one comes first', async () => {
    const request = http.get(server.url, { timeout: 5 });
    request.once('timeout', () => request.destroy(new Error('mine')));
    await expect(statusOf(request)).rejects.toThrow('mine');
    expect(test.counted).toEqual([]);
  });

  it('a connection that is used again, with what its server asked for, sets none', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = statusOf(get({ agent }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.setHeader('keep-alive', 'timeout=2').end();
    await first;
    const second = statusOf(get({ agent })).catch((error: unknown) => error);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    test.wait(LIMIT_MS);
    expect(await second).toMatchObject({ code: 'ECALLTIMEOUT' });
    expect(server.connections()).toBe(1);
    agent.destroy();
  });

  it('setTimeout on a connection that is used again: kept', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = statusOf(get({ agent }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.end();
    await first;
    const second = statusOf(get({ agent }).setTimeout(LONG_MS));
    await passLimit(2);
    answers[1]?.end();
    expect(await second).toBe(200);
    expect(server.connections()).toBe(1);
    agent.destroy();
  });

  it('calls that wait for a connection of their agent: as long as others get answers', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const [one, two] = [1, 2].map(() => statusOf(get({ agent, timeout: LONG_MS })));
    const third = statusOf(get({ agent }));
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]?.end();
    expect(await one).toBe(200);
    await passLimit(2);
    expect(test.counted).toEqual([]);
    answers[1]?.end();
    expect(await two).toBe(200);
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    answers[2]?.end();
    expect(await third).toBe(200);
    agent.destroy();
  });

  it('calls that wait for a connection that is never free: they end, and only once', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const goes = async (requests: number) => {
      const status = statusOf(get({ agent }));
      await vi.waitFor(() => expect(answers).toHaveLength(requests));
      answers[requests - 1]?.end();
      expect(await status).toBe(200);
    };
    for (const requests of [1, 2, 3]) await goes(requests);
    const first = statusOf(get({ agent, timeout: LONG_MS }));
    await vi.waitFor(() => expect(answers).toHaveLength(4));
    const second = get({ agent });
    const errors: unknown[] = [];
    second.on('error', (error) => errors.push(error));
    const closed = new Promise((resolve) => second.once('close', resolve));
    test.wait(LIMIT_MS);
    await closed;
    answers[3]?.end();
    expect(await first).toBe(200);
    await goes(5);
    expect(errors).toMatchObject([{ code: 'ECALLTIMEOUT' }]);
    expect(server.connections()).toBe(1);
    agent.destroy();
  });

  it('a body that its caller still writes: the peer is not late', async () => {
    const request = http.request(server.url, { method: 'POST' });
    const status = statusOf(request);
    request.write('half');
    await vi.waitFor(() => expect(bodies).toHaveLength(1));
    await passLimit();
    request.end('whole');
    await vi.waitFor(() => expect(bodies).toHaveLength(2));
    answers[0]?.end();
    expect(await status).toBe(200);
    expect(test.counted).toEqual([]);
  });

  it('an upgraded connection is not cut', async () => {
    await server.close();
    const upgrading = http.createServer().on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    });
    await new Promise<void>((resolve) => upgrading.listen(server.port, '127.0.0.1', resolve));
    const request = get({ headers: { Connection: 'Upgrade', Upgrade: 'x' } });
    const [, socket] = (await once(request, 'upgrade')) as [unknown, import('node:net').Socket];
    test.wait(LIMIT_MS);
    await new Promise((resolve) => setTimeout(resolve, LIMIT_MS * 2));
    expect(socket.destroyed).toBe(false);
    expect(test.counted).toEqual([]);
    socket.destroy();
    upgrading.close();
  });
});

const undici8 = () => require('undici') as typeof import('undici');

describe('undici and fetch', () => {
  it.each<[string, () => Promise<{ status?: number; statusCode?: number }>]>([
    ['headersTimeout', () => undici8().request(server.url, { headersTimeout: LONG_MS })],
    [
      'headersTimeout of the dispatcher',
      () => {
        const dispatcher = new (undici8().Agent)({ headersTimeout: LONG_MS });
        return undici8().request(server.url, { dispatcher });
      },
    ],
    [
      'headersTimeout of a client',
      () =>
        new (undici8().Client)(server.url, { headersTimeout: 0 }).request({
          path: '/',
          method: 'GET',
        }),
    ],
    ['signal', () => undici8().request(server.url, { signal: new AbortController().signal })],
    ['signal of fetch', () => fetch(server.url, { signal: new AbortController().signal })],
    [
      'signal of a Request',
      () => fetch(new Request(server.url, { signal: AbortSignal.timeout(LONG_MS) })),
    ],
    [
      'signal of undici’s own Request',
      () => {
        const request = new (undici8().Request)(server.url, {
          signal: AbortSignal.timeout(LONG_MS),
        });
        return undici8().fetch(request);
      },
    ],
    [
      'signal and a dispatcher',
      () => {
        const dispatcher = new (undici8().Agent)();
        return undici8().fetch(server.url, { dispatcher, signal: AbortSignal.timeout(LONG_MS) });
      },
    ],
  ])('%s: kept', async (_how, call) => {
    const done = call();
    await passLimit();
    answers[0]?.end();
    const { status, statusCode } = await done;
    expect(status ?? statusCode).toBe(200);
    expect(test.counted).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a Request without a signal', () => fetch(new Request(server.url))],
    ['undici’s own', () => undici8().fetch(server.url)],
    ['options without a signal', () => fetch(server.url, { signal: null })],
  ])('%s: limited', async (_what, call) => {
    const failed = call().catch((error: unknown) => error);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    test.wait(LIMIT_MS);
    expect(await failed).toMatchObject({ cause: { code: 'ECALLTIMEOUT' } });
  });

  it('a body that its caller still writes: the peer is not late', async () => {
    const body = new Readable({ read() {} });
    const done = undici8().request(server.url, { method: 'POST', body });
    body.push('half');
    await vi.waitFor(() => expect(bodies).toHaveLength(1));
    await passLimit();
    body.push('whole');
    body.push(null);
    await vi.waitFor(() => expect(bodies.length).toBeGreaterThan(1));
    answers[0]?.end();
    expect((await done).statusCode).toBe(200);
    expect(test.counted).toEqual([]);
  });

  it('a body that is sent, and no answer: limited', async () => {
    const body = Readable.from(['some', 'parts']);
    const failed = undici8()
      .request(server.url, { method: 'POST', body })
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(bodies.reduce((sum, size) => sum + size, 0)).toBe(9));
    await passLimit();
    expect(await failed).toMatchObject({ code: 'ECALLTIMEOUT' });
  });
});

it('what `fetch` is given may throw as it is looked at → `fetch` rejects, and does not throw', async () => {
  const { markingFetch } = await import('./own-limits.ts');
  const marking = markingFetch(fetch as never, () => undefined);
  const init = {
    get signal(): AbortSignal {
      throw new Error('no signal');
    },
  };
  await expect(marking('http://127.0.0.1:1', init)).rejects.toThrow('no signal');
});
