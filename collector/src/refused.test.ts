import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type Insert,
  JSON_TYPE,
  PROTOBUF,
  post,
  protobuf,
  span,
  spans,
  useCollectors,
} from './testing/collector.ts';

const test = useCollectors();

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
    const collector = await test.start({ maxBodyBytes: 65_536 });
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
    const collector = await test.start();
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
    const collector = await test.start();
    const body = protobuf('traces', spans(span(1), span(0)));
    const answer = await post(collector, 'traces', body, { 'content-type': PROTOBUF });
    const reason = '1 × span without a valid span id';
    const size = Buffer.byteLength(reason);
    expect([...answer.rawPayload]).toEqual([10, size + 4, 8, 1, 18, size, ...Buffer.from(reason)]);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(1);
  });

  it('requests while the journal is full, until there is room again', async () => {
    let blocked = true;
    const slow: Insert = {
      insertNative: async (...insert) => {
        if (blocked) throw new Error('busy');
        return test.store.insertNative(...insert);
      },
    };
    const collector = await test.start({ maxJournalBytes: 600 }, slow);
    expect((await post(collector, 'traces', spans(span(1)))).statusCode).toBe(200);
    expect((await post(collector, 'traces', spans(span(2)))).statusCode).toBe(200);
    const refused = await post(collector, 'traces', spans(span(3)));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json().message).toMatch(/the journal is full/);
    blocked = false;
    await expect
      .poll(async () => (await post(collector, 'traces', spans(span(3)))).statusCode)
      .toBe(200);
    await test.stop(collector);
    expect(await test.storedSpans()).toBe(3);
  });

  it('requests while the journal cannot be written, and loses none of the others', async () => {
    const collector = await test.start({ flushIntervalMs: 60_000 });
    const journal = join(test.directory, 'collector');
    renameSync(journal, `${journal}-away`);
    const refused = await post(collector, 'traces', spans(span(1)));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.json().message).toMatch(/the journal cannot be written: ENOENT/);
    renameSync(`${journal}-away`, journal);
    expect((await post(collector, 'traces', spans(span(2)))).statusCode).toBe(200);
    await test.stop(collector);
    // The first was refused, so it is the sender's to repeat: it must not be there already.
    expect(await test.storedSpans()).toBe(1);
  });

  it('says with 405 that a path takes POST', async () => {
    const collector = await test.start();
    const answer = await collector.app.inject({ method: 'GET', url: '/v1/traces' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });
});
