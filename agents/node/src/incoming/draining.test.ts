import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { drain } from './draining.ts';
import { type Rig, rig } from './testing.ts';

let running: Rig | undefined;
afterEach(() => running?.close());

/** Answers `/slow` when it is told to. */
async function serving() {
  running = rig();
  const held: http.ServerResponse[] = [];
  const server = http.createServer();
  const url = await running.listen((request, response) => {
    if (request.url === '/quick') return void response.end('quick');
    if (request.url === '/stream') response.write('first');
    held.push(response);
  }, server);
  return { ...running, server, url, held, port: Number(new URL(url).port) };
}

interface Answer {
  readonly connection: string | undefined;
  readonly body: string;
}

function get(url: string, agent: http.Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, async (response) => {
        let body = '';
        for await (const chunk of response) body += String(chunk);
        resolve({ connection: response.headers.connection, body });
      })
      .on('error', reject);
  });
}

const keepAlive = () => new http.Agent({ keepAlive: true });

test('nothing in flight → at once, whatever connections there are', async () => {
  const { servers, server, url, port } = await serving();
  await get(`${url}/quick`, keepAlive());
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  await expect.poll(() => servers.connections.size).toBe(2);
  const at = performance.now();
  expect(await drain(servers, 60_000)).toBe(0);
  expect(performance.now() - at).toBeLessThan(2000);
  expect(server.listening).toBe(false);
  silent.destroy();
});

test('in flight → no new connections; they finish, and their connections end', async () => {
  const { servers, url, held } = await serving();
  const agent = keepAlive();
  const answers = [get(`${url}/slow`, agent), get(`${url}/stream`, agent)];
  await expect.poll(() => held.length).toBe(2);
  let left: number | undefined;
  const drained = drain(servers, 60_000).then((count) => (left = count));
  await expect(get(`${url}/quick`, keepAlive())).rejects.toThrow('ECONNREFUSED');
  expect(left, 'it still waits').toBeUndefined();
  for (const response of held) response.end('done');
  expect(await Promise.all(answers)).toEqual([
    { connection: 'close', body: 'done' },
    { connection: 'keep-alive', body: 'firstdone' },
  ]);
  await drained;
  expect(left).toBe(0);
  await expect.poll(() => servers.connections.size).toBe(0);
});

test('a request that was half sent is served, as the last of its connection', async () => {
  const { servers, url, held, port } = await serving();
  const slow = get(`${url}/slow`, keepAlive());
  await expect.poll(() => held.length).toBe(1);
  const client = connect(port, '127.0.0.1');
  const closed = once(client, 'close');
  let said = '';
  client.on('data', (chunk: Buffer) => (said += chunk.toString()));
  client.write('GET /quick HTTP/1.1\r\n');
  await expect
    .poll(() => [...servers.connections].some((each) => each.bytesRead === 21))
    .toBe(true);
  const drained = drain(servers, 60_000);
  client.write('host: x\r\n\r\n');
  await closed;
  expect(said).toMatch(/^HTTP\/1.1 200 OK\r\nconnection: close[^]*quick/);
  held[0]?.end();
  await Promise.all([slow, drained]);
});

test('not finished in time → how many', async () => {
  const { servers, url, held } = await serving();
  const agent = keepAlive();
  const answer = get(`${url}/slow`, agent).catch((error: Error) => error);
  await expect.poll(() => held.length).toBe(1);
  expect(await drain(servers, 50)).toBe(1);
  held[0]?.end();
  await answer;
});

test('a server that the host is closing itself: its requests are waited for', async () => {
  const { servers, server, url, held } = await serving();
  const answer = get(`${url}/slow`, keepAlive());
  await expect.poll(() => held.length).toBe(1);
  const closed = new Promise((resolve) => void server.close(resolve));
  let isDrained = false;
  const drained = drain(servers, 60_000).then(() => (isDrained = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isDrained).toBe(false);
  held[0]?.end('done');
  expect((await answer).body).toBe('done');
  await Promise.all([drained, closed]);
});

test('a connection that became something else is not waited for', async () => {
  const { servers, server, port } = await serving();
  server.on('upgrade', (_request, socket) => void socket.write('HTTP/1.1 101 Fine\r\n\r\n'));
  const client = connect(port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
  await once(client, 'data');
  const at = performance.now();
  expect(await drain(servers, 60_000)).toBe(0);
  expect(performance.now() - at).toBeLessThan(2000);
  client.destroy();
});
