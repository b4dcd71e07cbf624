import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { post } from './post.ts';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answer(request, response, Buffer.concat(chunks));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function send({ gzip = false, timeoutMs = 5000, signal = new AbortController().signal } = {}) {
  const { port } = server.address() as AddressInfo;
  const destination = {
    url: new URL(`http://127.0.0.1:${port}/v1/traces`),
    headers: { 'Content-Type': 'application/x-protobuf', authorization: 'secret' },
    gzip,
    timeoutMs,
    agent: new Agent(),
  };
  return post(destination, Buffer.from('some spans'), signal);
}

const answering = (status: number, headers = {}, body = '') => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};

test.each([false, true])(
  'what is sent arrives whole, with its headers (gzip: %s)',
  async (gzip) => {
    const arrived: unknown[] = [];
    answer = ({ method, url, headers }, response, body) => {
      const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      arrived.push(
        method,
        url,
        headers.authorization,
        headers['content-encoding'],
        plain.toString(),
      );
      response.end('thanks');
    };
    expect(await send({ gzip })).toEqual({ kind: 'accepted', body: Buffer.from('thanks') });
    expect(arrived).toEqual([
      'POST',
      '/v1/traces',
      'secret',
      gzip ? 'gzip' : undefined,
      'some spans',
    ]);
  },
);

test.each([429, 502, 503, 504])('%s → try again', async (status) => {
  answering(status);
  expect(await send()).toEqual({ kind: 'retry', reason: `it answered ${status}` });
});

test('503 with Retry-After → then', async () => {
  answering(503, { 'retry-after': '3' });
  expect(await send()).toMatchObject({ kind: 'retry', afterMs: 3000 });
});

test.each([400, 413, 500, 302])('%s → final', async (status) => {
  answering(status);
  expect(await send()).toEqual({ kind: 'rejected', reason: `it answered ${status}` });
});

test('no answer in time → try again', async () => {
  answer = () => undefined;
  expect(await send({ timeoutMs: 50 })).toMatchObject({
    kind: 'retry',
    reason: expect.stringContaining('timeout'),
  });
});

test('given up while it waits → try again', async () => {
  const giveUp = new AbortController();
  answer = () => giveUp.abort();
  expect(await send({ signal: giveUp.signal })).toMatchObject({ kind: 'retry' });
});

test('nobody listens → try again, and says why', async () => {
  const { port } = server.address() as AddressInfo;
  const destination = {
    url: new URL(`http://127.0.0.1:${port}/v1/traces`),
    headers: {},
    gzip: false,
    timeoutMs: 5000,
    agent: new Agent(),
  };
  server.close();
  await once(server, 'close');
  expect(await post(destination, Buffer.from(''), new AbortController().signal)).toMatchObject({
    kind: 'retry',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
});
