import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Collector } from './app.ts';
import { Sink } from './columns/sink.ts';
import {
  JSON_TYPE,
  nano,
  post,
  PROTOBUF,
  span,
  spans,
  useCollectors,
} from './testing/collector.ts';

const test = useCollectors();

describe('what is small and would become large', () => {
  const logs = (scope: object, count: number) =>
    gzipSync(
      JSON.stringify({
        resourceLogs: [
          { scopeLogs: [{ scope, logRecords: Array.from({ length: count }, () => ({})) }] },
        ],
      }),
    );
  const gzipped = { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' };

  it('a scope that is copied for every record', async () => {
    const collector = await test.start();
    const scope = (bytes: number) => ({
      attributes: [{ key: 'k', value: { stringValue: 'x'.repeat(bytes) } }],
    });
    const large = await post(collector, 'logs', logs(scope(100_000), 10), gzipped);
    expect([large.statusCode, large.json().message]).toEqual([
      413,
      expect.stringMatching(/a scope has 1000\d\d bytes; at most 65536/),
    ]);
    const many = await post(collector, 'logs', logs(scope(60_000), 10_000), gzipped);
    expect([many.statusCode, many.json().message]).toEqual([
      413,
      expect.stringMatching(/records take more than 67108864 bytes/),
    ]);
    expect((await post(collector, 'logs', logs({}, 10), gzipped)).statusCode).toBe(200);
  });

  const empty = (field: number): Buffer => Buffer.alloc(2_000_002, Buffer.from([field * 8 + 2, 0]));
  const within = (field: number, inner: Buffer): Buffer => {
    const head = new Sink();
    head.byte(field * 8 + 2);
    head.varint(inner.length);
    return Buffer.concat([head.view(), inner]);
  };
  it.each([
    ['resources', 'traces', empty(1), 413],
    ['spans', 'traces', within(1, within(2, empty(2))), 413],
    ['points', 'metrics', within(1, within(2, within(2, within(5, empty(1))))), 400],
  ] as const)('a million empty %s', async (_parts, signal, body, status) => {
    const collector = await test.start();
    const headers = { 'content-type': PROTOBUF, 'content-encoding': 'gzip' };
    const answer = await post(collector, signal, gzipSync(body), headers);
    expect([answer.statusCode, answer.rawPayload.toString()]).toEqual([
      status,
      expect.stringMatching(/more than 1000000 /),
    ]);
  });

  it('records of thousands of days: a hundred of them are taken', async () => {
    const collector = await test.start();
    const day = (n: number) => `${BigInt(nano) - BigInt(n) * 86_400_000_000_000n}`;
    const body = spans(
      ...Array.from({ length: 2_000 }, (_, n) => span(n + 1, { startTimeUnixNano: day(n) })),
    );
    const answer = await post(collector, 'traces', body);
    expect(answer.json()).toEqual({
      partialSuccess: {
        rejectedSpans: '1900',
        errorMessage: '1900 × span of more than 100 different days in one request',
      },
    });
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(100);
  });

  it('a name that is repeated for every point, and a value of too many parts', async () => {
    const collector = await test.start();
    const point = { timeUnixNano: nano, asInt: 1 };
    const metrics = [{ name: 'n'.repeat(2_000), gauge: { dataPoints: [point, point] } }];
    const named = await post(
      collector,
      'metrics',
      JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
    );
    expect(named.json().partialSuccess.rejectedDataPoints).toBe('2');
    const values = Array.from({ length: 100_001 }, () => ({}));
    const parts = { key: 'k', value: { arrayValue: { values } } };
    const nested = await post(collector, 'traces', spans(span(1, { attributes: [parts] })));
    expect([nested.statusCode, nested.json().message]).toEqual([
      400,
      expect.stringMatching(/more than 100000 parts/),
    ]);
  });
});

describe('connections', () => {
  /** Opens a request that never sends the rest of its body; resolves with what comes back. */
  async function halfSent(collector: Collector, headers: string): Promise<string> {
    const { port } = collector.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const lines = ['POST /v1/traces HTTP/1.1', 'host: x', `content-type: ${JSON_TYPE}`, headers];
    socket.write(`${lines.join('\r\n')}\r\n\r\n5\r\n{"res\r\n`);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  it.each(['transfer-encoding: chunked', 'content-length: 5000'])(
    'with %s that do not go on are answered with 503 and closed, and block nobody',
    async (header) => {
      const collector = await test.start({ requestTimeoutMs: 300, maxInFlightBytes: 60_000 });
      await collector.app.listen({ host: '127.0.0.1', port: 0 });
      const held = Array.from({ length: 10 }, () => halfSent(collector, header));
      const { port } = collector.app.server.address() as AddressInfo;
      const other = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': JSON_TYPE },
        body: spans(span(1)),
      });
      expect(other.status).toBe(200);
      for (const answer of await Promise.all(held)) {
        expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*"code":4/);
      }
    },
  );

  it('with a chunked body are taken like others', async () => {
    const collector = await test.start();
    await collector.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = collector.app.server.address() as AddressInfo;
    const body = Readable.toWeb(
      Readable.from([spans(span(1)).slice(0, 20), spans(span(1)).slice(20)]),
    );
    const answer = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body,
      duplex: 'half',
    });
    expect(answer.status).toBe(200);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(1);
  });
});
