import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Store } from '@nunchi/store';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp, type Collector } from './app.ts';
import { readConfig } from './config.ts';
import { jsonToProtobuf } from './otlp/json/to-protobuf.ts';
import type { Signal } from './otlp/batch.ts';

let store: Store;
let directory = '';
const open: Collector[] = [];

beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

beforeEach(async () => {
  await store.command('TRUNCATE TABLE spans');
  directory = mkdtempSync(join(tmpdir(), 'nunchi-collector-'));
});

afterEach(async () => {
  for (const collector of open.splice(0)) await collector.close();
  rmSync(directory, { recursive: true, force: true });
});

type Insert = Pick<Store, 'insertNative'>;

async function start(settings: object = {}, to: Insert = store): Promise<Collector> {
  const config = {
    ...readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1', NUNCHI_DATA_DIR: directory }),
    flushIntervalMs: 20,
    drainTimeoutMs: 20_000,
    ...settings,
  };
  const collector = await buildApp(config, { store: to, log: pino({ level: 'silent' }) });
  open.push(collector);
  return collector;
}

/** Ends a collector in order; it answers how many segments are left in the journal. */
async function stop(collector: Collector): Promise<number> {
  open.splice(open.indexOf(collector), 1);
  return collector.close();
}

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';

async function post(
  collector: Collector,
  signal: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': JSON_TYPE },
) {
  return collector.app.inject({ method: 'POST', url: `/v1/${signal}`, payload: body, headers });
}

const nano = `${BigInt(Date.UTC(2026, 10, 20)) * 1_000_000n}`;
const spans = (...list: object[]) =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: list }] }] });
const span = (id: number, more: object = {}) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: id.toString(16).padStart(16, '0'),
  name: `span ${id}`,
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  ...more,
});
const protobuf = (signal: Signal, text: string): Buffer =>
  Buffer.from(jsonToProtobuf(signal, Buffer.from(text)));

async function storedSpans(): Promise<number> {
  const [row] = await store.rows<{ n: string }>('SELECT count() AS n FROM spans');
  return Number(row?.n);
}

describe('what is acknowledged', () => {
  it.each([
    ['identity', (body: Buffer) => body],
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['zstd', zstdCompressSync],
  ])('is stored, %s, as JSON and as protobuf', async (encoding, compress) => {
    const collector = await start();
    const json = await post(collector, 'traces', compress(Buffer.from(spans(span(1)))), {
      'content-type': `${JSON_TYPE}; charset=utf-8`,
      'content-encoding': encoding,
    });
    expect([json.statusCode, json.headers['content-type'], json.body]).toEqual([
      200,
      expect.stringMatching(/^application\/json/),
      '{}',
    ]);
    const binary = await post(collector, 'traces', compress(protobuf('traces', spans(span(2)))), {
      'content-type': PROTOBUF,
      'content-encoding': encoding,
    });
    expect([binary.statusCode, binary.headers['content-type'], binary.rawPayload.length]).toEqual([
      200,
      PROTOBUF,
      0,
    ]);
    await stop(collector);
    expect(await storedSpans()).toBe(2);
  });

  it('is stored once when the request is repeated, at once, later, and after a restart', async () => {
    const first = await start();
    const body = spans(span(1), span(2, { traceId: '' }));
    const answers = await Promise.all([1, 2, 3].map(() => post(first, 'traces', body)));
    answers.push(await post(first, 'traces', body));
    await stop(first);
    const second = await start();
    answers.push(await post(second, 'traces', body));
    await stop(second);
    expect(await storedSpans()).toBe(1);
    // A repetition is told the same as the first was.
    for (const answer of answers) {
      expect([answer.statusCode, answer.json()]).toEqual([
        200,
        {
          partialSuccess: { rejectedSpans: '1', errorMessage: '1 × span without a valid trace id' },
        },
      ]);
    }
  });

  it('is not taken for a repetition when it differs in anything', async () => {
    const collector = await start();
    await post(collector, 'traces', spans(span(1)));
    await post(collector, 'traces', `${spans(span(1))} `);
    await stop(collector);
    expect(await storedSpans()).toBe(2);
  });

  it('survives a store that is away, and a crash meanwhile', async () => {
    let attempts = 0;
    const away: Insert = {
      insertNative: async () => {
        attempts += 1;
        throw new Error('connection refused');
      },
    };
    const first = await start({ drainTimeoutMs: 0 }, away);
    for (let i = 1; i <= 5; i++) {
      expect((await post(first, 'traces', spans(span(i)))).statusCode).toBe(200);
      await expect.poll(() => attempts).toBeGreaterThan(0);
    }
    expect(await stop(first)).toBeGreaterThan(0);
    expect(await storedSpans()).toBe(0);

    await stop(await start());
    expect(await storedSpans()).toBe(5);
  });

  it('is stored once when the store took it and died before it answered', async () => {
    const inserts: string[] = [];
    const forgetful: Insert = {
      insertNative: async (table, blocks, token) => {
        await store.insertNative(table, blocks, token);
        inserts.push(token);
        if (inserts.filter((one) => one === token).length < 3) throw new Error('connection reset');
      },
    };
    const collector = await start({}, forgetful);
    await post(collector, 'traces', spans(span(1), span(2)));
    await stop(collector);
    expect(inserts.filter((token) => token.endsWith('/spans'))).toHaveLength(3);
    expect(await storedSpans()).toBe(2);
  });

  it('is stored although the batch it was in had to give way to later ones', async () => {
    let blocked = true;
    const slow: Insert = {
      insertNative: async (...insert) => {
        if (blocked) throw new Error('busy');
        return store.insertNative(...insert);
      },
    };
    const collector = await start({ maxSegmentRows: 1 }, slow);
    for (let i = 1; i <= 12; i++) await post(collector, 'traces', spans(span(i)));
    blocked = false;
    await stop(collector);
    expect(await storedSpans()).toBe(12);
    expect(readdirSync(join(directory, 'collector')).filter((f) => f.endsWith('.journal'))).toEqual(
      [],
    );
  });
});

describe('what is refused', () => {
  const cases: [string, string, string | Buffer, Record<string, string>, number, RegExp][] = [
    [
      'text that is not JSON',
      'traces',
      '{"resourceSpans": [',
      { 'content-type': JSON_TYPE },
      400,
      /not JSON/,
    ],
    [
      'a value of the wrong type',
      'traces',
      spans(span(1, { name: 7 })),
      { 'content-type': JSON_TYPE },
      400,
      /expected a string at resourceSpans\[0\]\.scopeSpans\[0\]\.spans\[0\]\.name, got 7/,
    ],
    [
      'a message that is cut off',
      'traces',
      protobuf('traces', spans(span(1), span(2))).subarray(0, 100),
      { 'content-type': PROTOBUF },
      400,
      /at byte \d+/,
    ],
    [
      'bytes that are not protobuf',
      'logs',
      Buffer.from([255, 255, 255]),
      { 'content-type': PROTOBUF },
      400,
      /at byte/,
    ],
    [
      'a body that is not gzip',
      'logs',
      'plain',
      { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' },
      400,
      /not gzip/,
    ],
    [
      'an unknown type',
      'logs',
      '<xml/>',
      { 'content-type': 'text/xml' },
      415,
      /content type text\/xml is not supported/,
    ],
    ['no type', 'logs', 'x', {}, 415, /content type/],
    [
      'an unknown encoding',
      'logs',
      '{}',
      { 'content-type': JSON_TYPE, 'content-encoding': 'br' },
      415,
      /content encoding br/,
    ],
    [
      'two layers of encoding',
      'logs',
      '{}',
      { 'content-type': JSON_TYPE, 'content-encoding': 'gzip, gzip' },
      415,
      /gzip, gzip/,
    ],
    [
      'a large body',
      'logs',
      `{"a":"${'x'.repeat(70_000)}"}`,
      { 'content-type': JSON_TYPE },
      413,
      /larger than 65536 bytes/,
    ],
    [
      'a small body that is large inside',
      'logs',
      gzipSync(`{"a":"${'x'.repeat(70_000)}"}`),
      { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' },
      413,
      /larger than 65536 bytes when decompressed/,
    ],
    ['another path', 'profiles', '{}', { 'content-type': JSON_TYPE }, 404, /\/v1\/traces/],
  ];

  it.each(cases)('%s', async (_name, path, body, headers, status, message) => {
    const collector = await start({ maxBodyBytes: 65_536 });
    const answer = await post(collector, path, body, headers);
    expect(answer.statusCode).toBe(status);
    const text = answer.rawPayload.toString('utf8');
    expect(text).toMatch(message);
    if (headers['content-type'] === PROTOBUF) {
      expect(answer.headers['content-type']).toBe(PROTOBUF);
      expect([...answer.rawPayload.subarray(0, 3)]).toEqual([8, 3, 18]); // Status { code: 3, message
    } else expect(answer.json()).toHaveProperty('code');
  });

  it('nests values only so deep, in both encodings', async () => {
    const collector = await start();
    const nest = (depth: number): object =>
      depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [nest(depth - 1)] } };
    const body = (depth: number) =>
      spans(span(1, { attributes: [{ key: 'k', value: nest(depth) }] }));
    expect((await post(collector, 'traces', body(60))).statusCode).toBe(200);
    for (const depth of [70, 500]) {
      const answer = await post(collector, 'traces', body(depth));
      expect([answer.statusCode, answer.body]).toEqual([
        400,
        expect.stringMatching(/nested deeper/),
      ]);
    }
    const brackets = `{"unknown":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await post(collector, 'traces', brackets)).statusCode).toBe(200);
    // The same by hand: length-delimited fields 5 and 1 inside one another.
    let value: Buffer = Buffer.from([10, 1, 120]);
    const wrap = (field: number, inner: Buffer): Buffer => {
      const length = [];
      for (let rest = inner.length; ; rest >>>= 7) {
        if (rest < 128) {
          length.push(rest);
          break;
        }
        length.push((rest & 127) | 128);
      }
      return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), inner]);
    };
    for (let i = 0; i < 5000; i++) value = wrap(5, wrap(1, value));
    const attribute = Buffer.concat([wrap(1, Buffer.from('k')), wrap(2, value)]);
    const ids = [wrap(1, Buffer.alloc(16, 1)), wrap(2, Buffer.alloc(8, 1))];
    const deep = wrap(1, wrap(2, wrap(2, Buffer.concat([...ids, wrap(9, attribute)]))));
    const answer = await post(collector, 'traces', deep, { 'content-type': PROTOBUF });
    expect(answer.statusCode).toBe(400);
    expect(answer.rawPayload.toString()).toMatch(
      /nested deeper than 64 .* in resource_spans\[0\]\.scope_spans\[0\]\.spans\[0\]/,
    );
  });

  it('some spans, as partial_success in protobuf too', async () => {
    const collector = await start();
    const body = protobuf('traces', spans(span(1), span(0)));
    const answer = await post(collector, 'traces', body, { 'content-type': PROTOBUF });
    const reason = '1 × span without a valid span id';
    const size = Buffer.byteLength(reason);
    expect([...answer.rawPayload]).toEqual([10, size + 4, 8, 1, 18, size, ...Buffer.from(reason)]);
    await stop(collector);
    expect(await storedSpans()).toBe(1);
  });

  it('requests while the journal is full, until there is room again', async () => {
    let blocked = true;
    const slow: Insert = {
      insertNative: async (...insert) => {
        if (blocked) throw new Error('busy');
        return store.insertNative(...insert);
      },
    };
    const collector = await start({ maxJournalBytes: 600 }, slow);
    expect((await post(collector, 'traces', spans(span(1)))).statusCode).toBe(200);
    expect((await post(collector, 'traces', spans(span(2)))).statusCode).toBe(200);
    const refused = await post(collector, 'traces', spans(span(3)));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json().message).toMatch(/the journal is full/);
    blocked = false;
    await expect
      .poll(async () => (await post(collector, 'traces', spans(span(3)))).statusCode)
      .toBe(200);
    await stop(collector);
    expect(await storedSpans()).toBe(3);
  });

  it('requests while the journal cannot be written, and loses none of the others', async () => {
    const collector = await start({ flushIntervalMs: 60_000 });
    const journal = join(directory, 'collector');
    renameSync(journal, `${journal}-away`);
    const refused = await post(collector, 'traces', spans(span(1)));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json().message).toMatch(/the journal cannot be written: ENOENT/);
    renameSync(`${journal}-away`, journal);
    expect((await post(collector, 'traces', spans(span(2)))).statusCode).toBe(200);
    await stop(collector);
    // The first was refused, so it is the sender's to repeat: it must not be there already.
    expect(await storedSpans()).toBe(1);
  });

  it('says with 405 that a path takes POST', async () => {
    const collector = await start();
    const answer = await collector.app.inject({ method: 'GET', url: '/v1/traces' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });
});

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
    const collector = await start();
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
      expect.stringMatching(/records take more than 134217728 bytes/),
    ]);
    expect((await post(collector, 'logs', logs({}, 10), gzipped)).statusCode).toBe(200);
  });

  it('records of thousands of days: a hundred of them are taken', async () => {
    const collector = await start();
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
    await stop(collector);
    expect(await storedSpans()).toBe(100);
  });

  it('a name that is repeated for every point, and a value of too many parts', async () => {
    const collector = await start();
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
    'with %s that do not go on are answered with 408 and closed, and block nobody',
    async (header) => {
      const collector = await start({ requestTimeoutMs: 300, maxInFlightBytes: 60_000 });
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
        expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"code":4/);
      }
    },
  );

  it('with a chunked body are taken like others', async () => {
    const collector = await start();
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
    await stop(collector);
    expect(await storedSpans()).toBe(1);
  });
});

describe('both encodings', () => {
  it('ignore unknown fields and store the same rows, field by field', async () => {
    const request = {
      unknown: [{}],
      resourceSpans: [
        {
          resource: {
            attributes: [{ key: 'service.name', value: { stringValue: '서비스' } }],
            entityRefs: [{}],
          },
          scopeSpans: [
            {
              scope: { name: 'scope', version: '1' },
              spans: [
                span(1, {
                  unknownField: { deep: [1, 2, { three: null }] },
                  kind: 'SPAN_KIND_CONSUMER',
                  status: { code: 'STATUS_CODE_ERROR', message: 'no' },
                  attributes: [
                    { key: 'int', value: { intValue: '9223372036854775807' } },
                    { key: 'empty', value: { arrayValue: {} } },
                    { key: '', value: { stringValue: '' } },
                  ],
                  events: [{ name: 'e', timeUnixNano: nano }],
                  links: [{ traceId: 'aa'.repeat(16), spanId: 'bb'.repeat(8) }],
                }),
              ],
            },
          ],
        },
      ],
    };
    const text = JSON.stringify(request);
    const collector = await start();
    await post(collector, 'traces', text);
    // An unknown field of each wire type before and after everything else.
    const unknown = Buffer.from('f83f01f93f0102030405060708fa3f020909fd3f01020304', 'hex');
    const binary = Buffer.concat([unknown, protobuf('traces', text), unknown]);
    const answer = await post(collector, 'traces', binary, { 'content-type': PROTOBUF });
    expect(answer.statusCode).toBe(200);
    await stop(collector);
    const rows = await store.rows('SELECT * FROM spans');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toMatchObject({ service: '서비스', kind: 5, status_code: 2 });
  });

  it('keep 64-bit integers that a sender wrote as JSON numbers', async () => {
    const collector = await start();
    const text = spans(span(1, { attributes: [{ key: 'n', value: { intValue: 'N' } }] }))
      .replace('"N"', '9223372036854775807')
      .replace(`"${nano}"`, '1763596800123456789');
    expect((await post(collector, 'traces', text)).statusCode).toBe(200);
    await stop(collector);
    expect(
      await store.rows(
        "SELECT attributes['n'] AS n, toUnixTimestamp64Nano(start_time) AS start FROM spans",
      ),
    ).toEqual([{ n: '9223372036854775807', start: '1763596800123456789' }]);
  });
});
