import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type Rig, rig } from './testing.ts';

let running: Rig | undefined;
afterEach(() => running?.close());

async function serving(settings: Parameters<typeof rig>[0] = {}, handler?: http.RequestListener) {
  running = rig(settings);
  const url = await running.listen(
    handler ?? ((_request, response) => void response.end('served')),
  );
  const get = async (path = '/') => {
    const response = await fetch(url + path);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  return { ...running, url, get };
}

async function statuses(get: () => Promise<{ status: number }>, count: number) {
  const found: number[] = [];
  for (let each = 0; each < count; each += 1) found.push((await get()).status);
  return found;
}

const refusedOf = (found: readonly number[]) => found.filter((status) => status === 503).length;

test('late right after a server began to listen → nothing; later → requests are refused', async () => {
  const { turns, wait, get, shedding, servers } = await serving();
  turns(4, 900);
  expect(shedding.share).toBe(0);
  expect(servers.gate, 'requests pass no gate').toBeUndefined();
  wait(5000);
  turns(3, 1000);
  expect(shedding.share).toBe(0.5);
  expect(refusedOf(await statuses(get, 10))).toBe(5);
  turns(100, 0);
  expect(servers.gate).toBeUndefined();
  expect(refusedOf(await statuses(get, 10))).toBe(0);
});

test('a refused request: a problem, when to come again, and it is counted', async () => {
  const { shedding, get, metrics } = await serving();
  shedding.set({ share: 1 });
  const { status, headers, body } = await get('/orders?id=1');
  expect(status).toBe(503);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('retry-after')).toMatch(/^[123]$/);
  expect(JSON.parse(body)).toMatchObject({ status: 503, code: 'overloaded' });
  expect(await metrics()).toContain('nunchi.shed.requests forced 1');
  expect(await metrics()).toContain('nunchi.shed.share 1');
});

test('the longest delay: told to all who ask, and forgotten in time', async () => {
  const { turns, metrics } = await serving();
  turns(1, 900);
  turns(1, 50);
  expect(await metrics()).toContain('nunchi.shed.delay 0.9');
  expect(await metrics(), 'asked once more').toContain('nunchi.shed.delay 0.9');
  turns(98, 0);
  turns(99, 0);
  expect(await metrics()).toContain('nunchi.shed.delay 0.9');
  turns(1, 0);
  expect(await metrics()).toContain('nunchi.shed.delay 0');
});

test('a body that nobody reads does not spoil its connection', async () => {
  const { shedding, url } = await serving();
  shedding.set({ share: 1 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const post = () =>
    new Promise<[number | undefined, boolean]>((resolve, reject) => {
      const request = http.request(url, { method: 'POST', agent }, (response) => {
        response.resume().on('end', () => resolve([response.statusCode, request.reusedSocket]));
      });
      request.on('error', reject).end(Buffer.alloc(200_000));
    });
  expect(await post()).toEqual([503, false]);
  expect(await post()).toEqual([503, true]);
  agent.destroy();
});

test.each(['/livez', '/readyz', '/healthz', '/metrics', '/livez?verbose'])(
  '%s is always served',
  async (path) => {
    const { shedding, get } = await serving();
    shedding.set({ share: 1 });
    expect((await get(path)).body).toBe('served');
    expect((await get(`/x${path}`)).status).toBe(503);
  },
);

test('set from outside: a share → off → auto', async () => {
  const { shedding, get, turns, wait } = await serving();
  shedding.set({ share: 0.5 });
  expect(refusedOf(await statuses(get, 10))).toBe(5);
  shedding.set('off');
  wait(10_000);
  turns(10, 900);
  expect(refusedOf(await statuses(get, 5))).toBe(0);
  shedding.set('auto');
  turns(3, 1000);
  expect(shedding.share).toBe(0.5);
  expect(() => shedding.set({ share: 1.1 })).toThrow(RangeError);
});

test('a queue: waits → let in with its context, the oldest first; beyond it → refused', async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const { turns, wait, get, metrics, servers, faults } = await serving(
    { queueSize: 2 },
    (request, response) => {
      seen.push([request.url, context.getStore()]);
      response.end('served');
    },
  );
  wait(10_000);
  turns(20, 900);
  const { gate } = servers;
  servers.gate = (server, request, response) =>
    context.run(`of ${request.url}`, () => gate?.(server, request, response) ?? false);
  // 0.95 of each: the first passes.
  expect((await get('/passes')).status).toBe(200);
  const waiting = [get('/a')];
  await expect.poll(metrics).toContain('nunchi.shed.queue.size 1');
  waiting.push(get('/b'));
  await expect.poll(metrics).toContain('nunchi.shed.queue.size 2');
  expect((await get('/c')).status).toBe(503);
  expect(await metrics()).toContain('nunchi.shed.requests queue_full 1');
  turns(2, 0);
  expect(await Promise.all(waiting)).toMatchObject([{ status: 200 }, { status: 200 }]);
  expect(seen.slice(1)).toEqual([
    ['/a', 'of /a'],
    ['/b', 'of /b'],
  ]);
  expect(faults).toEqual([]);
});

test('a queue: too long → refused, and counted', async () => {
  const { turns, wait, get, shedding, metrics } = await serving({ queueSize: 2, queueMs: 300 });
  shedding.set({ share: 1 });
  const waiting = get('/a');
  await expect.poll(metrics).toContain('nunchi.shed.queue.size 1');
  turns(1, 0);
  expect(await metrics()).toContain('nunchi.shed.queue.size 1');
  wait(300);
  turns(1, 0);
  expect((await waiting).status).toBe(503);
  expect(await metrics()).toContain('nunchi.shed.requests queue_timeout 1');
});

test('a queue: who goes away is forgotten', async () => {
  const seen: unknown[] = [];
  const { turns, wait, url, shedding, metrics } = await serving(
    { queueSize: 2, queueMs: 300 },
    (request, response) => {
      seen.push(request.url);
      response.end();
    },
  );
  shedding.set({ share: 1 });
  const leaving = http.get(`${url}/a`).on('error', () => undefined);
  await expect.poll(metrics).toContain('nunchi.shed.queue.size 1');
  const { servers } = running as Rig;
  leaving.destroy();
  await expect.poll(() => servers.connections.size).toBe(0);
  wait(300);
  turns(1, 0);
  expect(await metrics()).toContain('nunchi.shed.queue.size 0');
  expect((await metrics()).filter((line) => line.startsWith('nunchi.shed.requests'))).toEqual([]);
  expect(seen).toEqual([]);
});

test('a fault in the gate → the application answers, and the fault is told', async () => {
  const { servers, get, faults } = await serving();
  servers.gate = () => {
    throw new Error('broken gate');
  };
  expect((await get()).body).toBe('served');
  expect(faults).toEqual([new Error('broken gate')]);
});
