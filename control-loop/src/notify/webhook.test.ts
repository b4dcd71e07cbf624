import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { parseRanges, type Resolve } from './address.ts';
import { sendWebhook } from './webhook.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const NOW = 1_760_000_000_000;
const { ranges: LOOPBACK } = parseRanges(['127.0.0.0/8']);

async function receiver(
  answer: (reply: ServerResponse, request: IncomingMessage) => void,
): Promise<string> {
  const server = createServer((request, reply) => {
    request.resume();
    request.on('end', () => answer(reply, request));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}/hook`;
}

const send = (
  url: string,
  more: { allowed?: typeof LOOPBACK; timeoutMs?: number; resolve?: Resolve } = {},
) =>
  sendWebhook(
    { url, secret: 'a secret' },
    { id: 'n1', body: '{}' },
    { allowed: LOOPBACK, now: () => NOW, signal: new AbortController().signal, ...more },
  );

it('says who it is, and signs', async () => {
  const seen: IncomingMessage['headers'][] = [];
  const url = await receiver((reply, { headers }) => {
    seen.push(headers);
    reply.writeHead(204).end();
  });
  expect(await send(url)).toEqual({ kind: 'delivered' });
  expect(seen[0]).toMatchObject({
    'content-type': 'application/json',
    'x-nunchi-notification': 'n1',
    'x-nunchi-signature': expect.stringMatching(/^t=1760000000,v1=[0-9a-f]{64}$/),
  });
});

it.each([
  [500, {}, { kind: 'retry', reason: 'it answered 500', retryAfterMs: 0 }],
  [429, { 'retry-after': '7' }, { kind: 'retry', reason: 'it answered 429', retryAfterMs: 7_000 }],
  [408, {}, { kind: 'retry', reason: 'it answered 408', retryAfterMs: 0 }],
  [404, {}, { kind: 'rejected', reason: 'it answered 404' }],
  [
    302,
    { location: 'http://127.0.0.1:1/' },
    {
      kind: 'rejected',
      reason: 'it answered 302, and redirects are not followed: name the final address',
    },
  ],
])('an answer of %i', async (status, headers, outcome) => {
  const url = await receiver((reply) => reply.writeHead(status, headers).end('no'));
  expect(await send(url)).toEqual(outcome);
});

it.each([
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[4000::1]/',
  'http://user:password@169.254.169.254/',
])('takes %s for an address inside', async (url) => {
  expect(await send(url, { allowed: [] })).toMatchObject({ kind: 'rejected' });
});

it('refuses an address inside before it connects', async () => {
  let called = false;
  const url = await receiver((reply) => {
    called = true;
    reply.end();
  });
  const outcome = await send(url, { allowed: [] });
  expect(outcome).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('127.0.0.1') });
  expect(called).toBe(false);
});

it('tries again later when nobody listens, or nobody answers', async () => {
  const url = await receiver(() => undefined);
  expect(await send(url, { timeoutMs: 100 })).toEqual({
    kind: 'retry',
    reason: 'it did not answer within 0.1 s',
    retryAfterMs: 0,
  });
  servers.splice(0).forEach((server) => {
    server.close();
    server.closeAllConnections();
  });
  expect(await send(url)).toMatchObject({
    kind: 'retry',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
});

it('does not swallow an answer without end', async () => {
  const url = await receiver((reply) => {
    reply.writeHead(200);
    const more = (): void => {
      if (!reply.destroyed) reply.write('x'.repeat(65_536), () => setImmediate(more));
    };
    more();
  });
  expect(await send(url)).toEqual({ kind: 'delivered' });
});

it('does not wait for a name for ever', async () => {
  const never: Resolve = () => new Promise(() => undefined);
  expect(await send('http://hook.example/', { timeoutMs: 50, resolve: never })).toEqual({
    kind: 'retry',
    reason: 'its name was not resolved in time',
    retryAfterMs: 0,
  });
});
