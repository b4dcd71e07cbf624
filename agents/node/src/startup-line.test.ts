import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { readEnvironment } from './environment.ts';
import { destinationOf } from './export/destination.ts';
import { Outbox } from './export/outbox.ts';
import { type PostOutcome, post } from './export/post.ts';
import { reachedBy, startupLine } from './startup-line.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const answering = (status: number) =>
  listening(createServer((_, response) => response.writeHead(status).end()));

function begin(endpoint: string | undefined, { quiet = false, outboxes = [] as Outbox[] } = {}) {
  const lines: string[] = [];
  const env = readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, () => {});
  const line = startupLine({
    write: (text) => lines.push(text),
    quiet,
    who: 'shop (instance 1)',
    to: endpoint === undefined ? undefined : destinationOf('traces', env),
    outboxes,
    instrumented: () => ['pino', 'http'],
    begin: () => Promise.resolve('http://127.0.0.1:8474'),
  });
  return { lines, line };
}
const saidOf = async (endpoint: string | undefined) => {
  const { lines } = begin(endpoint);
  await vi.waitUntil(() => lines.length > 0, { timeout: 10_000 });
  return lines;
};

test('a collector that answers → reached, in one line', async () => {
  const url = await answering(200);
  expect(await saidOf(url)).toEqual([
    `nunchi agent: shop (instance 1) sends to ${url} (reached); instruments http, pino; health on http://127.0.0.1:8474\n`,
  ]);
});

test('nobody listens, it does not want it, it says nothing', async () => {
  const hanging = await listening(createTcpServer(() => undefined));
  const lines = await Promise.all([
    saidOf('http://127.0.0.1:1'),
    saidOf(await answering(401)),
    saidOf(await answering(503)),
    saidOf(hanging),
    saidOf(undefined),
  ]);
  expect(lines.map(([line]) => line)).toEqual([
    expect.stringContaining('(not reached: connection refused; it is tried again)'),
    expect.stringContaining('(reached, but it answered 401)'),
    expect.stringContaining('(reached, but it answered 503; it is tried again)'),
    expect.stringContaining('(not reached: no answer in time; it is tried again)'),
    expect.stringContaining('shop (instance 1) sends nothing; instruments http, pino'),
  ]);
});

test('an end before that → what is known of what was sent', async () => {
  const url = await answering(200);
  const env = readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: url }, () => {});
  const to = destinationOf('traces', env);
  const diagnostics = { error() {}, warn() {}, info() {}, debug() {} };
  const outbox = new Outbox({
    name: 'traces',
    to: url,
    maxBytes: 1000,
    post: (body, signal) => post(to, body, signal),
    refused: () => ({ items: 0, message: '' }),
    diagnostics,
  });
  const { lines, line } = begin(url, { outboxes: [outbox] });
  outbox.add({ body: new Uint8Array(1), items: 1 });
  await outbox.flush(new AbortController().signal);
  line.sayNow();
  line.sayNow();
  expect(lines).toEqual([
    `nunchi agent: shop (instance 1) sends to ${url} (reached); instruments http, pino\n`,
  ]);
});

test('an end before anything was sent, and a quiet agent', () => {
  const { lines, line } = begin('http://127.0.0.1:1');
  line.sayNow();
  expect(lines.join()).toContain('(no answer yet)');
  const quiet = begin('http://127.0.0.1:1', { quiet: true });
  quiet.line.sayNow();
  expect(quiet.lines).toEqual([]);
});

test.each<[string, string]>([
  ['getaddrinfo ENOTFOUND collector', 'its name cannot be resolved'],
  ['read ECONNRESET', 'it closed the connection'],
  ['self-signed certificate', 'self-signed certificate'],
])('%s → %s', (reason, words) => {
  const outcome: PostOutcome = { kind: 'retry', reason };
  expect(reachedBy(outcome)).toBe(`not reached: ${words}; it is tried again`);
});
