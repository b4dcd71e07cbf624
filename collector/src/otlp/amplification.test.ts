import { describe, expect, it } from 'vitest';
import { double, field, fixed64, message } from '../conformance/testing/wire-message.ts';
import { NOW } from '../testing/batches.ts';
import { Batch, type Signal } from './batch.ts';
import { TooLargeError } from './decompress.ts';

/*
 * What a small request can be made to become: of each kind of part as many as fit, each as small
 * as it can be, or with something large that is copied to all of them.
 */
const SIZE = 500_000;
/** So many bytes of columns for each byte of the request, at most. */
const FACTOR = 60;

const repeat = (one: Buffer): Buffer => {
  const count = Math.floor(SIZE / one.length);
  return Buffer.alloc(count * one.length, one);
};
const each = (one: (bytes: Buffer) => Buffer): Buffer => {
  const number = Buffer.alloc(4);
  const parts: Buffer[] = [];
  for (let i = 0, size = 0; size < SIZE; i++) {
    number.writeUInt32LE(i);
    const part = one(Buffer.from(number));
    parts.push(part);
    size += part.length;
  }
  return Buffer.concat(parts);
};
const EMPTY = Buffer.alloc(0);
const records = (...parts: Buffer[]): Buffer => field(1, field(2, message(...parts)));
const pair = (key: Buffer, value: Buffer = EMPTY): Buffer =>
  message(field(1, key), field(2, field(1, value)));
const time = fixed64(3, BigInt(NOW) * 1_000_000n);
const point = (...more: Buffer[]): Buffer => field(1, message(time, ...more));
const metric = (kind: number, points: Buffer, ...head: Buffer[]): Buffer =>
  records(field(2, message(field(1, 'm'), ...head, field(kind, points))));
const ids = message(field(1, Buffer.alloc(16, 1)), field(2, Buffer.alloc(8, 1)));
const span = (...parts: Buffer[]): Buffer => field(2, message(ids, ...parts));
const times = (count: number, part: Buffer): Buffer => Buffer.alloc(count * part.length, part);
const fullLog = field(
  2,
  message(
    field(2, 9),
    field(3, 'severity'),
    field(5, field(1, 'body')),
    field(6, pair(EMPTY)),
    field(7, 1),
    field(9, Buffer.alloc(16, 1)),
    field(10, Buffer.alloc(8, 1)),
    field(12, 'event'),
  ),
);

const CASES: readonly [string, Signal, () => Buffer][] = [
  ['log records without anything', 'logs', () => records(repeat(field(2, EMPTY)))],
  ['and one of them with everything', 'logs', () => records(repeat(field(2, EMPTY)), fullLog)],
  [
    'attributes without anything',
    'traces',
    () => records(repeat(span(times(128, field(9, EMPTY))))),
  ],
  [
    'events without anything',
    'traces',
    () => records(repeat(span(times(1_024, field(11, EMPTY))))),
  ],
  ['links without anything', 'traces', () => records(repeat(span(times(1_024, field(13, EMPTY)))))],
  ['data points with a time alone', 'metrics', () => metric(5, repeat(point()))],
  [
    'exemplars without anything',
    'metrics',
    () => metric(5, repeat(point(times(1_024, field(5, EMPTY))))),
  ],
  [
    'quantiles without anything',
    'metrics',
    () => metric(11, repeat(point(times(1_024, field(6, EMPTY))))),
  ],
  [
    'buckets of a byte',
    'metrics',
    () => metric(10, repeat(point(field(8, field(2, Buffer.alloc(16_384, 1)))))),
  ],
  ['metrics without points', 'metrics', () => records(repeat(field(2, field(1, 'm'))))],
  [
    'different series',
    'metrics',
    () =>
      metric(
        5,
        each((n) => point(field(7, pair(n)), double(4, 1))),
      ),
  ],
  [
    'different resources',
    'logs',
    () => each((n) => field(1, message(field(1, field(1, pair(n))), field(2, field(2, EMPTY))))),
  ],
  [
    'different scopes',
    'logs',
    () =>
      field(
        1,
        each((n) => field(2, message(field(1, field(1, n)), field(2, EMPTY)))),
      ),
  ],
  ['different keys', 'logs', () => records(each((n) => field(2, field(6, field(1, n)))))],
  [
    'bytes and lists, which become text',
    'logs',
    () => records(repeat(field(2, field(5, field(6, times(50_000, field(1, EMPTY))))))),
  ],
  [
    'a large scope',
    'logs',
    () =>
      records(field(1, field(3, pair(EMPTY, Buffer.alloc(60_000, 1)))), repeat(field(2, EMPTY))),
  ],
  [
    'a large description',
    'metrics',
    () =>
      metric(
        5,
        each((n) => point(field(7, pair(n)))),
        field(2, Buffer.alloc(500_000, 1)),
      ),
  ],
  [
    'large metadata',
    'metrics',
    () =>
      metric(
        5,
        each((n) => point(field(7, pair(n)))),
        field(12, pair(EMPTY, Buffer.alloc(60_000, 1))),
      ),
  ],
];

describe('a request is refused, or becomes not much more than it is:', () => {
  it.each(CASES)('%s', (_name, signal, make) => {
    const body = make();
    const batch = new Batch();
    try {
      const { accepted } = batch.decode(signal, body, NOW);
      const native = batch.tables
        .filter(({ rows }) => rows > 0)
        .flatMap((table) => table.toNative())
        .reduce((sum, piece) => sum + piece.length, 0);
      expect(accepted + batch.rows).toBeGreaterThan(0);
      expect(native).toBeLessThan(FACTOR * body.length);
      expect(batch.bytes).toBeLessThan(FACTOR * body.length);
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error;
      expect(batch.rows).toBe(0);
    }
  });
});

it('a request has a million data points at most', () => {
  const half = metric(5, Buffer.alloc(500_100 * 11, point()));
  expect(() => new Batch().decode('metrics', Buffer.concat([half, half]), NOW)).toThrow(
    /more than 1000000 .*; send smaller batches/,
  );
});
