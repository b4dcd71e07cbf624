// Against OpenTelemetry's own serializers, byte for byte.
import { type Attributes, type Link, SpanKind, TraceFlags } from '@opentelemetry/api';
import type { AnyValue } from '@opentelemetry/api-logs';
import { createTraceState } from '@opentelemetry/api';
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { Batching, type Item } from '../batching.ts';
import { writeLogRecord } from './log-record.ts';
import { writeSpan } from './span.ts';
import type { Writer } from './writer.ts';

const resource = resourceFromAttributes(
  { 'service.name': 'shop', 'process.pid': 7, list: ['a', 'b'] },
  { schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' },
);
const scopes = [
  { name: 'http', version: '1.2.3', schemaUrl: 'https://x.example/1' },
  { name: 'bare', attributes: { 'scope.kind': 'x' }, droppedAttributesCount: 2 },
] as const;
const nothing = () => {};
const silent = { error: nothing, warn: nothing, info: nothing, debug: nothing };

function encode<T extends Item>(
  write: (writer: Writer, record: T) => void,
  records: T[],
): Buffer | undefined {
  let body: Uint8Array | undefined;
  const batching = new Batching<T>({
    resource,
    write,
    maxItems: 1_000,
    delayMs: 60_000,
    add: (batch) => (body = batch.body),
    lost: () => expect.unreachable(),
    diagnostics: silent,
  });
  for (const record of records) batching.add(record);
  batching.flush();
  return body && Buffer.from(body);
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator, by Numerical Recipes' constants. */
function randomBy(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % limit;
  };
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}
type Random = ReturnType<typeof randomBy>;

const TEXTS = [
  '',
  'GET /orders/:id',
  'x'.repeat(47),
  'x'.repeat(48),
  'y'.repeat(49),
  'z'.repeat(200),
  'é',
  'grün '.repeat(30),
  '🫖 tea',
  '\ud800 alone',
  'line\nand\u0000nul',
  'q'.repeat(20_000),
];
const NUMBERS = [
  0,
  1,
  -1,
  127,
  128,
  16_383,
  16_384,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  -(2 ** 31),
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  -(2 ** 63),
  0.5,
  -0,
  Number.NaN,
  Infinity,
  1e300,
];

function valueOf(random: Random, depth = 0): AnyValue {
  switch (random.below(depth > 2 ? 4 : 8)) {
    case 0:
      return random.of(NUMBERS);
    case 1:
      return random.below(2) === 0;
    case 2:
      return null;
    case 3:
      return random.of(TEXTS);
    case 4:
      return new Uint8Array(random.below(200)).fill(200);
    case 5:
      return Array.from({ length: random.below(4) }, () => valueOf(random, depth + 1));
    case 6:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, (_, at) => [`k${at}`, valueOf(random, depth + 1)]),
      );
    default:
      return random.of(TEXTS);
  }
}

const attributesOf = (random: Random) =>
  Object.fromEntries(
    Array.from({ length: random.below(8) }, (_, at) => [
      `${random.of(['http.route', 'ключ', 'a'])}${at}`,
      valueOf(random),
    ]),
  ) as Attributes;
const hex = (random: Random, length: number) =>
  Array.from({ length }, () => random.below(16).toString(16)).join('');
const time = (random: Random): [number, number] => [
  random.of([0, 1, 65_535, 65_536, 1_795_294_293, 18_446_744_072, random.below(2 ** 31)]),
  random.of([0, 1, 999_999_999, random.below(1_000_000_000)]),
];
const contextOf = (random: Random) => ({
  traceId: hex(random, 32),
  spanId: hex(random, 16),
  traceFlags: random.of([TraceFlags.NONE, TraceFlags.SAMPLED]),
  ...(random.below(2) === 0 && { traceState: createTraceState('a=1,b=2') }),
  ...(random.below(2) === 0 && { isRemote: random.below(2) === 0 }),
});

function spanOf(random: Random): ReadableSpan {
  const context = contextOf(random);
  return {
    name: random.of(TEXTS),
    kind: random.of([SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CONSUMER]),
    spanContext: () => context,
    ...(random.below(2) === 0 && { parentSpanContext: contextOf(random) }),
    startTime: time(random),
    endTime: time(random),
    duration: [0, 0],
    status: { code: random.below(3), ...(random.below(2) === 0 && { message: random.of(TEXTS) }) },
    attributes: attributesOf(random),
    events: Array.from({ length: random.below(3) }, () => ({
      time: time(random),
      name: random.of(TEXTS),
      ...(random.below(2) === 0 && { attributes: attributesOf(random) }),
      droppedAttributesCount: random.below(300),
    })),
    links: Array.from({ length: random.below(3) }, (): Link => ({
      context: contextOf(random),
      attributes: attributesOf(random),
    })),
    ended: true,
    resource,
    instrumentationScope: random.of(scopes),
    droppedAttributesCount: random.below(300),
    droppedEventsCount: 0,
    droppedLinksCount: 1,
  };
}

function recordOf(random: Random): ReadableLogRecord {
  return {
    hrTime: time(random),
    hrTimeObserved: time(random),
    ...(random.below(2) === 0 && { spanContext: contextOf(random) }),
    ...(random.below(2) === 0 && { severityNumber: random.below(25) }),
    ...(random.below(2) === 0 && { severityText: random.of(TEXTS) }),
    ...(random.below(2) === 0 && { body: valueOf(random) }),
    ...(random.below(2) === 0 && { eventName: random.of(TEXTS) }),
    resource,
    instrumentationScope: random.of(scopes),
    attributes: attributesOf(random),
    droppedAttributesCount: random.below(300),
  };
}

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

test.each(SEEDS)('spans, seed %i', (seed) => {
  const random = randomBy(seed);
  const spans = Array.from({ length: 1 + random.below(20) }, () => spanOf(random));
  const expected = ProtobufTraceSerializer.serializeRequest(spans);
  expect(encode(writeSpan, spans)?.equals(expected ?? Buffer.alloc(0))).toBe(true);
});

test.each(SEEDS)('log records, seed %i', (seed) => {
  const random = randomBy(seed);
  const records = Array.from({ length: 1 + random.below(20) }, () => recordOf(random));
  const expected = ProtobufLogsSerializer.serializeRequest(records);
  expect(encode(writeLogRecord, records)?.equals(expected ?? Buffer.alloc(0))).toBe(true);
});
