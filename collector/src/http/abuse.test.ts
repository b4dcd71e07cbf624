import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync, deflateRawSync, deflateSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../app.ts';
import { type Insert, JSON_TYPE, post, span, spans, useCollectors } from '../testing/collector.ts';

const test = useCollectors();
const TAKES_ALL: Insert = { insertNative: async () => undefined };
const sockets = new Set<Socket>();
let count = 0;

beforeEach(() => void (count = 0));
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

async function listening(settings: object): Promise<Collector> {
  const collector = await test.start(settings, TAKES_ALL);
  await collector.app.listen({ host: '127.0.0.1', port: 0 });
  return collector;
}

const portOf = (collector: Collector): number =>
  (collector.app.server.address() as AddressInfo).port;

/** A connection that sends this text; `text` resolves with all that came back when it is closed. */
function open(collector: Collector, sent: string) {
  const socket = connect(portOf(collector), '127.0.0.1');
  sockets.add(socket);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined); // it may be reset
  socket.write(sent);
  return {
    socket,
    received: () => received,
    text: once(socket, 'close').then(() => received),
  };
}

const head = (...lines: string[]): string =>
  ['POST /v1/traces HTTP/1.1', 'host: x', `content-type: ${JSON_TYPE}`, ...lines, '', ''].join(
    '\r\n',
  );

/** A request that is well; a new connection each. Answers the status. */
async function honest(collector: Collector): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${portOf(collector)}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, connection: 'close' },
    body: spans(span((count += 1))),
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Sends again after a 503, as exporters do. */
const acknowledged = (collector: Collector) =>
  expect.poll(() => honest(collector), { interval: 20 }).toBe(200);

async function counted(collector: Collector, line: string): Promise<number> {
  const { body } = await collector.app.inject({ url: '/metrics' });
  const found = body.split('\n').find((one) => one.startsWith(`nunchi_collector_${line} `));
  return Number(found?.split(' ').at(-1) ?? 0);
}

const refused = (collector: Collector, signal: string, reason: string) =>
  counted(collector, `refused_requests_total{signal="${signal}",reason="${reason}"}`);

describe('senders that keep others waiting', () => {
  it('headers that do not go on are answered with 408 and closed', async () => {
    const collector = await listening({ headersTimeoutMs: 150 });
    const slow = Array.from({ length: 10 }, () => open(collector, 'POST /v1/traces HTTP/1.1\r\nx'));
    expect(await honest(collector)).toBe(200);
    for (const { text } of slow) expect(await text).toMatch(/^HTTP\/1\.1 408 [^]*did not come in/);
    expect(await refused(collector, 'none', 'too_slow')).toBe(10);
  });

  it('idle connections, more than there may be: the longest idle go, an honest sender is let in', async () => {
    const collector = await listening({ maxConnections: 10 });
    const idle = Array.from({ length: 40 }, () => open(collector, ''));
    await expect.poll(() => idle.filter(({ socket }) => socket.closed).length).toBe(30);
    expect(idle.slice(0, 30).every(({ socket }) => socket.closed)).toBe(true);
    expect(await honest(collector)).toBe(200);
    expect(await counted(collector, 'closed_connections_total{reason="idle"}')).toBe(31);
  });

  it('connections that are kept stay when others never sent anything', async () => {
    const collector = await listening({ maxConnections: 4 });
    const kept = open(collector, `${head('content-length: 2')}{}`);
    await expect.poll(kept.received).toMatch(/^HTTP\/1\.1 200 /);
    const idle = Array.from({ length: 10 }, () => open(collector, ''));
    await expect.poll(() => idle.filter(({ socket }) => socket.closed).length).toBe(7);
    expect(kept.socket.closed).toBe(false);
  });

  it('half-sent bodies that take every place give way', async () => {
    const collector = await listening({ maxInFlightRequests: 5, slowAfterMs: 50 });
    const half = Array.from({ length: 20 }, () =>
      open(collector, `${head('content-length: 5000')}{"res`),
    );
    await acknowledged(collector);
    await expect.poll(() => refused(collector, 'traces', 'too_slow')).toBeGreaterThan(0);
    expect(half.some(({ received }) => /^HTTP\/1\.1 503 [^]*slowly/.test(received()))).toBe(true);
    expect(await refused(collector, 'traces', 'overloaded')).toBeGreaterThan(0);
  });

  it('large lengths that are declared and not sent leave room for small bodies', async () => {
    const collector = await listening({ maxInFlightBytes: 64 * 1024 * 1024 });
    for (let i = 0; i < 10; i++) open(collector, head('content-length: 30000000'));
    expect(await honest(collector)).toBe(200);
    expect(await counted(collector, 'in_flight_bytes')).toBe(30_000_000);
  });

  it('a body that is cut off is counted, and its room is free', async () => {
    const collector = await listening({});
    const { socket } = open(collector, `${head('content-length: 5000')}{"res`);
    await expect.poll(() => counted(collector, 'in_flight_requests')).toBe(1);
    socket.destroy();
    await expect.poll(() => refused(collector, 'traces', 'cut_off')).toBe(1);
    expect(await counted(collector, 'in_flight_requests')).toBe(0);
    expect(await counted(collector, 'in_flight_bytes')).toBe(0);
    expect(await counted(collector, 'received_bytes_total{signal="traces"}')).toBe(5);
  });
});

describe('requests that are not what they say', () => {
  const chunked = 'transfer-encoding: chunked';
  it.each([
    ['a length and chunks', head('content-length: 2', chunked), 400],
    ['two lengths', head('content-length: 2', 'content-length: 3'), 400],
    ['a negative length', head('content-length: -1'), 400],
    ['a transfer encoding that does not end with chunked', head(`${chunked}, gzip`), 400],
    ['a chunk whose size is none', `${head(chunked)}zz\r\n`, 400],
    ['a large chunk extension', `${head(chunked)}5;${'x'.repeat(20_000)}`, 413],
    ['large headers', head(`x: ${'x'.repeat(20_000)}`), 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['an expectation that nobody has', head('expect: a-miracle', 'content-length: 2'), 417],
  ])('%s', async (_name, sent, status) => {
    const collector = await listening({});
    const { socket, received } = open(collector, sent);
    await expect.poll(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status !== 417) await expect.poll(() => socket.closed).toBe(true);
    expect(await honest(collector)).toBe(200);
  });

  it('more bytes than declared are no part of the request', async () => {
    const collector = await listening({});
    const { text } = open(collector, `${head('content-length: 2')}{}{"resourceSpans":[]}`);
    expect(await text).toMatch(/HTTP\/1\.1 400 /);
    expect(await honest(collector)).toBe(200);
  });

  it('a few requests ahead on one connection are answered in order; it is closed for more', async () => {
    const collector = await listening({ maxPipelined: 8 });
    const request = (body: string) => head(`content-length: ${body.length}`) + body;
    const ahead = (requests: number) =>
      Array.from({ length: requests }, (_, i) => request(spans(span(i + 1)))).join('');
    const few = open(collector, ahead(8));
    await expect.poll(() => few.received().split('HTTP/1.1 200').length - 1).toBe(8);
    await open(collector, ahead(50)).text;
    expect(await counted(collector, 'closed_connections_total{reason="pipelined"}')).toBe(1);
    expect(await honest(collector)).toBe(200);
  });
});

describe('requests that are empty', () => {
  it('take their place only as long as they are answered', async () => {
    const collector = await listening({ maxInFlightRequests: 2 });
    const url = `http://127.0.0.1:${portOf(collector)}/v1/traces`;
    const headers = { 'content-type': 'application/x-protobuf' };
    for (let i = 0; i < 5; i++) {
      expect((await fetch(url, { method: 'POST', headers, body: '' })).status).toBe(200);
    }
    expect(await counted(collector, 'in_flight_requests')).toBe(0);
  });
});

describe('senders that ask before they send', () => {
  it('are told to go on when they are admitted', async () => {
    const collector = await listening({});
    const body = spans(span(7));
    const asking = open(collector, head('expect: 100-continue', `content-length: ${body.length}`));
    await expect.poll(asking.received).toMatch(/^HTTP\/1\.1 100 Continue/);
    asking.socket.write(body);
    await expect.poll(asking.received).toMatch(/HTTP\/1\.1 200 OK/);
  });

  it('are refused before they send', async () => {
    const collector = await listening({ maxBodyBytes: 1_000 });
    const asking = open(collector, head('expect: 100-continue', 'content-length: 1001'));
    expect(await asking.text).toMatch(/^HTTP\/1\.1 413 [^]*larger than 1000 bytes/);
  });
});

describe('refused requests', () => {
  it('keep their connection when the rest of the body comes', async () => {
    const collector = await listening({ maxBodyBytes: 1_000 });
    const sender = open(collector, head('content-length: 2000'));
    await expect.poll(sender.received).toMatch(/^HTTP\/1\.1 413 /);
    sender.socket.write(`${' '.repeat(2_000)}${head('content-length: 2')}{}`);
    await expect.poll(sender.received).toMatch(/HTTP\/1\.1 200 /);
  });

  it('are closed when it does not', async () => {
    const collector = await listening({ maxBodyBytes: 1_000, lingerMs: 50 });
    const sender = open(collector, head('content-length: 2000'));
    expect(await sender.text).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('are refused before their body is read while the journal is full', async () => {
    const collector = await listening({ maxJournalBytes: 1_000 });
    const sender = open(collector, head('content-length: 1001'));
    await expect.poll(sender.received).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n/);
    expect(await refused(collector, 'traces', 'journal_full')).toBe(1);
  });
});

describe('bodies that are small and large inside', () => {
  const inside = Buffer.alloc(3 * 1024 * 1024);
  it.each([
    ['gzip', gzipSync(inside)],
    ['deflate', deflateSync(inside)],
    ['deflate', deflateRawSync(inside)],
    ['zstd', zstdCompressSync(inside)],
  ])('%s: one after another is opened up to the limit', async (encoding, bomb) => {
    const collector = await listening({ maxBodyBytes: 2 * 1024 * 1024 });
    const headers = { 'content-type': JSON_TYPE, 'content-encoding': encoding };
    // They differ, or they were one request: what follows the end is passed over.
    const bombs = Array.from({ length: 40 }, (_, i) => Buffer.concat([bomb, Buffer.alloc(i)]));
    const answers = bombs.map((one) => post(collector, 'traces', one, headers));
    await acknowledged(collector);
    const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
    expect([...new Set(statuses)].sort()).toEqual([413, 503]);
    const bytes = await counted(collector, 'decompressed_bytes_total{signal="traces"}');
    const opened = statuses.filter((status) => status === 413).length;
    expect(bytes).toBeLessThanOrEqual(opened * 2 * 1024 * 1024);
  });

  it('a size that is a lie is not believed', async () => {
    const collector = await listening({ maxBodyBytes: 2 * 1024 * 1024 });
    const headers = { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' };
    for (const lie of [1, 100, 2 ** 32 - 1]) {
      const bomb = gzipSync(inside);
      bomb.writeUInt32LE(lie, bomb.length - 4);
      const answer = await post(collector, 'traces', bomb, headers);
      expect([400, 413]).toContain(answer.statusCode);
    }
  });
});
