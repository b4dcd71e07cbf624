import { once } from 'node:events';
import http from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { afterEach, expect, test } from 'vitest';
import { rig } from '../incoming/testing.ts';
import type { Readiness } from './readiness.ts';
import { type Health, type HealthOptions, startHealth } from './server.ts';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((step) => step()));

const said: string[] = [];
const say = (line: string) => void said.push(line);
const logger = { error: say, warn: say, info: say, debug: () => undefined };

async function started(
  settings: Partial<HealthOptions['settings']> = {},
  options: Partial<HealthOptions> = {},
): Promise<Health | undefined> {
  said.length = 0;
  const health = await startHealth({
    settings: { port: 0, isPortGiven: false, host: '127.0.0.1', ...settings },
    readiness: async () => ({ status: 'ready', checks: [] }),
    metrics: undefined,
    logger,
    ...options,
  });
  undo.push(() => health?.close());
  return health;
}

async function taken(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  undo.push(() => void server.close());
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}

test('alive; ready or not, with the reason; nothing else', async () => {
  let state: Readiness = { status: 'ready', checks: [] };
  const health = await started({}, { readiness: async () => state });
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${health?.url}${path}`, { method });
    return [response.status, await response.text()];
  };
  expect(await get('/livez')).toEqual([200, '{"status":"alive"}']);
  expect(await get('/readyz?verbose')).toEqual([200, '{"status":"ready","checks":[]}']);
  state = { status: 'not ready', reason: 'database: gone', checks: [] };
  expect(await get('/readyz')).toEqual([503, JSON.stringify(state)]);
  expect(await get('/readyz', 'HEAD')).toEqual([503, '']);
  expect((await get('/readyz', 'POST'))[0]).toBe(405);
  expect((await get('/metrics'))[0], 'not wanted').toBe(404);
  expect((await get('/constructor'))[0]).toBe(404);
});

test('metrics, where they are wanted; a fault ends the request alone', async () => {
  let text: () => Promise<string> = async () => 'up 1\n';
  const health = await started({}, { metrics: () => text() });
  const response = await fetch(`${health?.url}/metrics`);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await response.text()).toBe('up 1\n');
  text = () => Promise.reject(new Error('broken'));
  await expect(fetch(`${health?.url}/metrics`)).rejects.toThrow('fetch failed');
  expect(said).toEqual(['the health port has a fault: broken']);
  expect((await fetch(`${health?.url}/livez`)).status).toBe(200);
});

test('the port is taken, and was not asked for → another one', async () => {
  const { port } = await taken();
  const health = await started({ port });
  expect(health?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(health?.url).not.toContain(String(port));
  expect(said).toEqual([]);
});

test('the port is taken, and was asked for → one warning, and none', async () => {
  const { port } = await taken();
  expect(await started({ port, isPortGiven: true })).toBeUndefined();
  expect(said).toEqual([
    expect.stringMatching(new RegExp(`^the health port ${port} cannot be used: .*EADDRINUSE`)),
  ]);
});

test('it is none of the application’s servers: not watched, never refused, without spans', async () => {
  const running = rig();
  undo.push(() => void running.close());
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  undo.push(() => context.disable());
  const suppressed: boolean[] = [];
  const health = await started(
    {},
    {
      readiness: async () => {
        suppressed.push(isTracingSuppressed(context.active()));
        return { status: 'ready', checks: [] };
      },
    },
  );
  running.shedding.set({ share: 1 });
  expect((await fetch(`${health?.url}/anything`)).status).toBe(404);
  expect((await fetch(`${health?.url}/readyz`)).status).toBe(200);
  expect(suppressed).toEqual([true]);
  const { wereMade, everListened, requests } = running.servers;
  expect({ wereMade, everListened, requests }).toEqual({
    wereMade: false,
    everListened: false,
    requests: 0,
  });
  http.createServer();
  expect(running.servers.wereMade, 'of the application').toBe(true);
});

test('who keeps connections open is bounded', async () => {
  const health = await started();
  const { hostname, port } = new URL(health?.url ?? '');
  const sockets = Array.from({ length: 80 }, () => connect(Number(port), hostname));
  undo.push(() => sockets.forEach((socket) => socket.destroy()));
  await expect.poll(() => sockets.filter((socket) => socket.destroyed).length).toBe(16);
});
