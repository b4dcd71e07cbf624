import { describe, expect, it } from 'vitest';
import { encode, nano, NOW, resource, string, TRACE } from '../testing/batches.ts';
import { Batch, type Signal } from './batch.ts';
import { addDropped, endOfText } from './cuts.ts';
import { MAX_BODY_BYTES, MAX_BUCKETS, MAX_NAME_BYTES, MAX_VALUE_BYTES } from './limits.ts';

/** What a request becomes: its decoding's result, and its text columns as they lie in memory. */
function decode(signal: Signal, request: object) {
  const batch = new Batch();
  const result = batch.decode(signal, encode(signal, request), NOW);
  const native = batch.tables
    .filter((table) => table.rows > 0)
    .map((table) => Buffer.concat(table.toNative()).toString('latin1'))
    .join('');
  return { ...result, cuts: Object.fromEntries(result.cuts), native };
}

const many = (count: number) => Array.from({ length: count }, (_, n) => string(`k${n}`, `v${n}`));
const ids = { traceId: TRACE, spanId: 'eee19b7ec3c1b174' };
const span = (more: object) =>
  decode('traces', {
    resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, startTimeUnixNano: nano(0), ...more }] }] }],
  });
const log = (more: object) =>
  decode('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [more] }] }] });
const metric = (more: object) =>
  decode('metrics', {
    resourceMetrics: [{ resource: resource('a'), scopeMetrics: [{ metrics: [more] }] }],
  });
const point = { timeUnixNano: nano(0), asInt: 1 };

describe('a record over a limit is kept, and what is left out is counted', () => {
  it('attributes of spans, events and links', () => {
    const links = [{ ...ids, attributes: many(130) }];
    const events = [{ name: 'e', attributes: many(128) }, { attributes: many(129) }];
    const result = span({ attributes: many(200), droppedAttributesCount: 3, events, links });
    expect(result).toMatchObject({ accepted: 1, cuts: { attributes: 72 + 1 + 2 } });
    expect(result.native).toContain('v127');
    expect(result.native).not.toContain('v128');
    expect(result.native).toContain(String.fromCharCode(75, 0, 0, 0)); // the sender's 3 and our 72
  });

  it('events and links', () => {
    const events = Array.from({ length: 1_025 }, () => ({ name: 'e' }));
    const links = Array.from({ length: 1_026 }, () => ids);
    expect(span({ events, links })).toMatchObject({ accepted: 1, cuts: { events: 1, links: 2 } });
  });

  it('attributes of log records, of data points and their exemplars', () => {
    expect(log({ attributes: many(129) })).toMatchObject({ accepted: 1, cuts: { attributes: 1 } });
    const exemplars = [
      { timeUnixNano: nano(0), asInt: 1, filteredAttributes: many(131) },
      ...Array.from({ length: 1_030 }, () => ({})),
    ];
    const dataPoints = [{ ...point, attributes: many(130), exemplars }];
    expect(metric({ name: 'g', gauge: { dataPoints } })).toMatchObject({
      accepted: 1,
      cuts: { attributes: 2 + 3, exemplars: 7 },
    });
  });

  it('values and bodies, between two characters', () => {
    const result = span({ attributes: [string('k', `${'x'.repeat(MAX_VALUE_BYTES - 1)}äEND`)] });
    expect(result.cuts).toEqual({ value: 1 });
    expect(result.native).toContain('xxx');
    expect(result.native).not.toMatch(/x\xc3|END/);
    const whole = log({ body: { stringValue: 'b'.repeat(MAX_BODY_BYTES) } });
    expect(whole.cuts).toEqual({});
    expect(log({ body: { stringValue: 'b'.repeat(MAX_BODY_BYTES + 1) } }).cuts).toEqual({
      value: 1,
    });
  });

  it('names, keys, states, status messages and correlation ids', () => {
    const long = 'n'.repeat(MAX_NAME_BYTES + 1);
    const result = span({
      name: long,
      traceState: 's'.repeat(20_000),
      status: { message: 'm'.repeat(MAX_VALUE_BYTES + 1) },
      attributes: [string(long, ''), string('correlation.id', long)],
    });
    expect(result.cuts).toEqual({ value: 5 });
    expect(result.native.match(/n{1024,}/g)?.map(({ length }) => length)).toEqual(
      expect.arrayContaining([MAX_NAME_BYTES]),
    );
    expect(log({ severityText: long, eventName: long }).cuts).toEqual({ value: 2 });
    const described = { unit: long, description: 'd'.repeat(20_000) };
    expect(metric({ name: 'g', ...described, gauge: { dataPoints: [point, point] } }).cuts).toEqual(
      { value: 2 },
    );
  });

  it('a list or bytes: what is left is a string, or whole bytes', () => {
    const list = { arrayValue: { values: [{ stringValue: 'y'.repeat(MAX_VALUE_BYTES) }] } };
    const bytes = { bytesValue: Buffer.alloc(MAX_VALUE_BYTES, 1).toString('base64') };
    const result = span({
      attributes: [
        { key: 'list', value: list },
        { key: 'bytes', value: bytes },
      ],
    });
    expect(result.cuts).toEqual({ value: 2 });
    expect(result.native).toContain('sx'); // the types: a string, and bytes
    expect(result.native).not.toContain('=');
  });

  it('nothing of a record within the limits', () => {
    expect(span({ attributes: many(128), name: 'n'.repeat(MAX_NAME_BYTES) }).cuts).toEqual({});
  });
});

describe('a data point of too many buckets is rejected', () => {
  const counts = Array.from({ length: MAX_BUCKETS + 2 }, () => 1);
  const distribution = { timeUnixNano: nano(0), count: 1 };
  it.each([
    ['histogram', { bucketCounts: counts, explicitBounds: counts.slice(1) }],
    ['exponentialHistogram', { positive: { bucketCounts: counts } }],
    ['exponentialHistogram', { negative: { bucketCounts: counts } }],
    ['summary', { quantileValues: counts.map(() => ({})) }],
  ])('%s', (kind, more) => {
    const dataPoints = [{ ...distribution, ...more }, distribution];
    const { accepted, rejections } = metric({ name: 'm', [kind]: { dataPoints } });
    expect([accepted, rejections.message]).toEqual([
      1,
      '1 × data point of more than 16384 buckets',
    ]);
  });
});

it('what stands for many records is refused when it is large', () => {
  const metadata = [string('k', 'x'.repeat(70_000))];
  expect(() => metric({ name: 'g', metadata, gauge: { dataPoints: [point] } })).toThrow(
    /metadata has 700\d\d bytes; at most 65536 are taken/,
  );
});

describe('endOfText', () => {
  const end = (text: string | number[], most: number) => {
    const bytes = Buffer.from(text as string);
    return endOfText(bytes, 0, bytes.length, most);
  };
  it.each([
    ['abc', 3, 3],
    ['abc', 2, 2],
    ['aä', 2, 1],
    ['a😀', 4, 1],
    ['a😀', 5, 5],
    [[0x61, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 5, 5], // not UTF-8
  ])('%j in %i bytes ends at %i', (text, most, expected) => {
    expect(end(text, most)).toBe(expected);
  });
});

it('a dropped-count does not go round', () => {
  expect([addDropped(5, 0), addDropped(5, 2), addDropped(-1, 2)]).toEqual([5, 7, 0xffff_ffff]);
});
