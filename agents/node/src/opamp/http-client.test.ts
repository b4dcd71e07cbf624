import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { HttpClient } from './http-client.ts';

const MESSAGE = { method: 'POST', path: '/v1/opamp', headers: { 'X-Said': 'yes' } };
const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

interface TestServer {
  readonly server: http.Server;
  readonly connections: () => number;
  readonly client: HttpClient;
}

async function serve(listener: http.RequestListener): Promise<TestServer> {
  const server = http.createServer(listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const client = clientOf(`http://127.0.0.1:${await listen(server)}`);
  undo.push(() => server.closeAllConnections());
  return { server, connections: () => connections, client };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Patient, but for the times of the test. */
function clientOf(
  origin: string,
  times: { connect?: number; headers?: number; body?: number } = {},
) {
  const { connect = 10_000, headers = 10_000, body = 10_000 } = times;
  const client = new HttpClient(origin, {
    headersTimeout: headers,
    bodyTimeout: body,
    connect: { timeout: connect },
  });
  undo.push(() => client.destroy());
  return client;
}

async function say(client: HttpClient, text: string): Promise<string> {
  const { body } = await client.request({ ...MESSAGE, body: Buffer.from(text) });
  return Buffer.from(await body.bytes()).toString();
}

async function echo(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  let heard = '';
  for await (const chunk of request) heard += chunk;
  response.end(`heard ${heard}`);
}

it('hands out the whole answer', async () => {
  const seen: unknown[] = [];
  const { client } = await serve((request, response) => {
    seen.push(request.method, request.url, request.headers['x-said']);
    response.statusCode = 429;
    response.setHeader('retry-after', '3');
    void echo(request, response);
  });
  const answer = await client.request({ ...MESSAGE, body: Buffer.from('one') });
  expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '3' } });
  expect(Buffer.from(await answer.body.bytes()).toString()).toBe('heard one');
  expect(seen).toEqual(['POST', '/v1/opamp', 'yes']);
});

it('sends one message after the other, over one connection', async () => {
  const { client, connections } = await serve(echo);
  expect(await Promise.all(['one', 'two', 'three'].map((text) => say(client, text)))).toEqual([
    'heard one',
    'heard two',
    'heard three',
  ]);
  expect(connections()).toBe(1);
});

it('a kept connection that the server has closed: the message goes over a new one', async () => {
  const { client, connections } = await serve((request, response) => {
    if (connections() === 1 && heard > 0) request.socket.resetAndDestroy();
    else void echo(request, response);
    heard += 1;
  });
  let heard = 0;
  expect(await say(client, 'one')).toBe('heard one');
  expect(await say(client, 'two')).toBe('heard two');
  expect(connections()).toBe(2);
});

it('a new connection that the server closes: an error, and the next message is tried afresh', async () => {
  const { client, connections } = await serve((request, response) => {
    if (connections() === 1) request.socket.resetAndDestroy();
    else void echo(request, response);
  });
  await expect(say(client, 'one')).rejects.toThrow('ECONNRESET');
  expect(await say(client, 'two')).toBe('heard two');
});

it('nobody listens, under any of the addresses of a host: says so', async () => {
  const server = net.createServer();
  const port = await listen(server);
  server.close();
  await expect(say(clientOf(`http://localhost:${port}`), 'one')).rejects.toThrow(/ECONNREFUSED/);
});

it('no connection in time', async () => {
  const silent = net.createServer((socket) => void undo.push(() => socket.destroy()));
  // Nothing answers the greeting of TLS.
  const client = clientOf(`https://127.0.0.1:${await listen(silent)}`, { connect: 20 });
  await expect(say(client, 'one')).rejects.toThrow('no connection within 20 ms');
});

it('no answer in time', async () => {
  const { server } = await serve(() => undefined);
  const { port } = server.address() as AddressInfo;
  const client = clientOf(`http://127.0.0.1:${port}`, { headers: 20 });
  await expect(say(client, 'one')).rejects.toThrow('no answer within 20 ms');
});

it('half an answer in time', async () => {
  const { server } = await serve((_request, response) => void response.write('half'));
  const { port } = server.address() as AddressInfo;
  const client = clientOf(`http://127.0.0.1:${port}`, { body: 20 });
  await expect(say(client, 'one')).rejects.toThrow('no complete answer within 20 ms');
});

it('an answer without end is not kept', async () => {
  const { client } = await serve((_request, response) => {
    const chunk = Buffer.alloc(64 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  await expect(say(client, 'one')).rejects.toThrow('its answer exceeds 1048576 bytes');
});

it('destroyed: gives up what is under way and what waits; closed: waits', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { client } = await serve(() => resolve());
  const given = [say(client, 'one'), say(client, 'two')];
  const failed = Promise.allSettled(given);
  await asked;
  await client.destroy();
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  const { client: other } = await serve(echo);
  const answer = say(other, 'three');
  await other.close();
  expect(await answer).toBe('heard three');
});
