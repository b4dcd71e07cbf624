import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordPieces } from './journal/record.ts';
import {
  type Insert,
  JSON_TYPE,
  PROTOBUF,
  nano,
  post,
  protobuf,
  span,
  spans,
  useCollectors,
} from './testing/collector.ts';

const test = useCollectors();

describe('what is acknowledged', () => {
  it.each([
    ['identity', (body: Buffer) => body],
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['zstd', zstdCompressSync],
  ])('is stored, %s, as JSON and as protobuf', async (encoding, compress) => {
    const collector = await test.start();
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
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(2);
  });

  it('is stored once when the request is repeated, at once, later, and after a restart', async () => {
    const first = await test.start();
    const body = spans(span(1), span(2, { traceId: '' }));
    const answers = await Promise.all([1, 2, 3].map(() => post(first, 'traces', body)));
    answers.push(await post(first, 'traces', body));
    await test.stop(first);
    const second = await test.start();
    answers.push(await post(second, 'traces', body));
    await test.stop(second);
    expect(await test.storedSpans()).toBe(1);
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
    const collector = await test.start();
    await post(collector, 'traces', spans(span(1)));
    await post(collector, 'traces', `${spans(span(1))} `);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(2);
  });

  it('survives a store that is away, and a crash meanwhile', async () => {
    let attempts = 0;
    const away: Insert = {
      insertNative: async () => {
        attempts += 1;
        throw new Error('connection refused');
      },
    };
    const first = await test.start({ drainTimeoutMs: 0 }, away);
    for (let i = 1; i <= 5; i++) {
      expect((await post(first, 'traces', spans(span(i)))).statusCode).toBe(200);
      await expect.poll(() => attempts).toBeGreaterThan(0);
    }
    expect(await test.stop(first)).toBeGreaterThan(0);
    expect(await test.storedSpans()).toBe(0);

    await test.stop(await test.start());
    expect(await test.storedSpans()).toBe(5);
  });

  it('is stored once when the store took it and died before it answered', async () => {
    const inserts: string[] = [];
    const forgetful: Insert = {
      insertNative: async (table, blocks, token) => {
        await test.store.insertNative(table, blocks, token);
        inserts.push(token);
        if (inserts.filter((one) => one === token).length < 3) throw new Error('connection reset');
      },
    };
    const collector = await test.start({}, forgetful);
    await post(collector, 'traces', spans(span(1), span(2)));
    await test.stop(collector);
    expect(inserts.filter((token) => token.endsWith('/spans'))).toHaveLength(3);
    expect(await test.storedSpans()).toBe(2);
  });

  it('is stored although the batch it was in had to give way to later ones', async () => {
    let blocked = true;
    const slow: Insert = {
      insertNative: async (...insert) => {
        if (blocked) throw new Error('busy');
        return test.store.insertNative(...insert);
      },
    };
    const collector = await test.start({ maxSegmentRows: 1 }, slow);
    for (let i = 1; i <= 12; i++) await post(collector, 'traces', spans(span(i)));
    blocked = false;
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(12);
    expect(
      readdirSync(join(test.directory, 'collector')).filter((f) => f.endsWith('.journal')),
    ).toEqual([]);
  });

  it('is kept for a person when the store will never take it, and holds up nobody', async () => {
    const asked: string[] = [];
    const choosy: Insert = {
      insertNative: async (table, blocks, token) => {
        asked.push(token);
        const first = asked[0]?.split('/')[0] as string;
        if (!token.startsWith(first)) return test.store.insertNative(table, blocks, token);
        throw Object.assign(new Error('Incorrect data'), { code: '117' });
      },
    };
    const collector = await test.start({ maxSegmentRows: 1 }, choosy);
    await post(collector, 'traces', spans(span(1)));
    await post(collector, 'traces', spans(span(2)));
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(1);
    expect(readdirSync(join(test.directory, 'collector/refused'))).toHaveLength(1);
  });

  it('is stored although a part of the journal beside it is damaged', async () => {
    const away: Insert = {
      insertNative: async () => {
        throw new Error('away');
      },
    };
    const first = await test.start({ drainTimeoutMs: 0, flushIntervalMs: 60_000 }, away);
    for (const id of [1, 2, 3]) await post(first, 'traces', spans(span(id)));
    await test.stop(first);
    const journal = join(test.directory, 'collector');
    const file = join(journal, readdirSync(journal).find((f) => f.endsWith('.journal')) as string);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(file, bytes);

    const second = await test.start();
    const metrics = await second.app.inject('/metrics');
    expect(metrics.body).toMatch(/journal_damaged_bytes_total [1-9]/);
    await test.stop(second);
    expect(readdirSync(join(journal, 'damaged'))).toHaveLength(1);
    expect(await test.store.rows('SELECT name FROM spans ORDER BY name')).toEqual([
      { name: 'span 1' },
      { name: 'span 3' },
    ]);
  });

  it('is stored although a record beside it cannot be read any more', async () => {
    const away: Insert = {
      insertNative: async () => {
        throw new Error('away');
      },
    };
    const first = await test.start({ drainTimeoutMs: 0, flushIntervalMs: 60_000 }, away);
    await post(first, 'traces', spans(span(1)));
    await test.stop(first);
    const journal = join(test.directory, 'collector');
    const file = join(journal, readdirSync(journal).find((f) => f.endsWith('.journal')) as string);
    const unreadable = {
      signal: 'traces',
      format: 'json',
      encoding: 'identity',
      receivedAtMs: 1,
      hash: Buffer.alloc(16, 7),
      body: Buffer.from('of another time'),
    } as const;
    const record = Buffer.concat(recordPieces(unreadable));
    writeFileSync(file, Buffer.concat([record, readFileSync(file)]));
    await test.stop(await test.start());
    expect(await test.storedSpans()).toBe(1);
    expect(readdirSync(join(journal, 'damaged'))).toHaveLength(1);
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
    const collector = await test.start();
    await post(collector, 'traces', text);
    // An unknown field of each wire type before and after everything else.
    const unknown = Buffer.from('f83f01f93f0102030405060708fa3f020909fd3f01020304', 'hex');
    const binary = Buffer.concat([unknown, protobuf('traces', text), unknown]);
    const answer = await post(collector, 'traces', binary, { 'content-type': PROTOBUF });
    expect(answer.statusCode).toBe(200);
    await test.stop(collector);
    const rows = await test.store.rows('SELECT * FROM spans');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toMatchObject({ service: '서비스', kind: 5, status_code: 2 });
  });

  it('keep 64-bit integers that a sender wrote as JSON numbers', async () => {
    const collector = await test.start();
    const text = spans(span(1, { attributes: [{ key: 'n', value: { intValue: 'N' } }] }))
      .replace('"N"', '9223372036854775807')
      .replace(`"${nano}"`, '1763596800123456789');
    expect((await post(collector, 'traces', text)).statusCode).toBe(200);
    await test.stop(collector);
    expect(
      await test.store.rows(
        "SELECT attributes['n'] AS n, toUnixTimestamp64Nano(start_time) AS start FROM spans",
      ),
    ).toEqual([{ n: '9223372036854775807', start: '1763596800123456789' }]);
  });
});
