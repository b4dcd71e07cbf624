import fc, { type Arbitrary } from 'fast-check';
import type { Signal } from '../../otlp/batch.ts';
import {
  anyValue as anyValueFields,
  arrayValue,
  type Field,
  keyValue,
  keyValueList,
  type Message,
  REQUESTS,
} from '../../otlp/json/schema.ts';
import type { Entry, Model, Value } from './model.ts';

/*
 * Messages with anything in every field: most of them valid, so that what they contain is read,
 * with everything that may be wrong in some. Made after the table of all fields.
 */

const NOW = 1_795_176_000_000_000_001n;
const DAY = 86_400_000_000_000n;
const UINT64_MAX = 2n ** 64n - 1n;
const INT64_MAX = 2n ** 63n - 1n;

/** Lengths on both sides of the limits of names, texts, resources and values. */
const long = fc
  .constantFrom(1_023, 1_024, 1_025, 16_384, 17_000, 70_000, 262_143, 262_145, 1_048_577)
  .chain((length) => fc.constantFrom('x', 'ä', '€x', '😀y').map((text) => repeat(text, length)));

const repeat = (text: string, bytes: number): string =>
  text.repeat(Math.ceil(bytes / Buffer.byteLength(text)));

const text = fc.oneof(
  { weight: 900, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 300, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 300,
    arbitrary: fc.constantFrom('', 'a', 'service.name', 'correlation.id', '__proto__'),
  },
  { weight: 1, arbitrary: long },
);

const bytes = (least: number, most: number): Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((array) => Buffer.from(array));

const uint32 = fc.oneof(fc.nat({ max: 9 }), fc.constantFrom(0, 0x7fff_ffff, 0xffff_ffff));
const int32 = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1));
const uint64 = fc.oneof(
  fc.bigInt(0n, 300n),
  fc.bigInt(0n, UINT64_MAX),
  fc.constantFrom(0n, 2n ** 32n, 2n ** 53n + 1n, UINT64_MAX),
);
const int64 = fc.oneof(
  fc.bigInt(-300n, 300n),
  fc.constantFrom(-1n, 2n ** 53n + 1n, INT64_MAX, -INT64_MAX - 1n),
);
const double = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 5e-324, 1e300, 2 ** 60),
);
const time = fc.oneof(
  { weight: 20, arbitrary: fc.bigInt(0n, 3n).map((days) => NOW - days * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 1n, UINT64_MAX, 4_294_967_295n * 10n ** 9n) },
);
/** An id of this length, mostly. */
const id = (length: number): Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 25, arbitrary: bytes(length, length) },
    { weight: 1, arbitrary: bytes(0, 20) },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(length)) },
  );

function scalar(name: string, kind: Exclude<Field['kind'], () => Message>): Arbitrary<Value> {
  if (typeof kind === 'object') return fc.oneof(fc.integer({ min: 0, max: 9 }), int32);
  switch (kind) {
    case 'string':
      return text;
    case 'bytes':
      return bytes(0, 12);
    case 'id':
      return id(name === 'traceId' ? 16 : 8);
    case 'bool':
      return fc.boolean();
    case 'double':
      return double;
    case 'fixed64':
      return name.toLowerCase().includes('time') ? time : uint64;
    case 'uint64':
      return uint64;
    case 'sfixed64':
    case 'int64':
      return int64;
    case 'sint32':
      return int32;
    case 'fixed32':
    case 'uint32':
      return uint32;
  }
}

/** Fields of which a message has one at most. */
const ONE_OF = [
  ['asDouble', 'asInt'],
  ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'],
];
/** How many there are of what is repeated, at most; others: 3. */
const MOST: Readonly<Record<string, number>> = { attributes: 4, metadata: 2, exemplars: 2 };
/** Fields without which a record is rejected, so that most records have them. */
const NEEDED = new Set([
  'traceId',
  'spanId',
  'timeUnixNano',
  'key',
  'name',
  'resourceSpans',
  'scopeSpans',
]);
const COLLECTIONS =
  /^(resource(Logs|Metrics)|scope(Logs|Metrics)|spans|logRecords|metrics|dataPoints)$/;

function message(of: Message): Arbitrary<Model> {
  if ('stringValue' in of) return anyValue;
  const group = ONE_OF.find((names) => names[0] !== undefined && names[0] in of) ?? [];
  const parts = Object.entries(of).map(([name, field]) => {
    const values = fieldValues(name, field);
    const needed = NEEDED.has(name) || COLLECTIONS.test(name) || group.includes(name);
    const freq = needed ? 40 : 2;
    return fc.option(values, { nil: [], freq }).map((list) => ({ name, field, values: list }));
  });
  return fc
    .tuple(fc.nat({ max: Math.max(group.length - 1, 0) }), fc.boolean(), ...parts)
    .map(([chosen, fits, ...entries]) => {
      const own = entries.filter(
        ({ name, values }) =>
          values.length > 0 && (!group.includes(name) || name === group[chosen]),
      );
      return { message: of, entries: fits && 'explicitBounds' in of ? fitBounds(own) : own };
    });
}

function fieldValues(name: string, field: Field): Arbitrary<readonly Value[]> {
  const { kind, repeated } = field;
  const one: Arbitrary<Value> = typeof kind === 'function' ? message(kind()) : scalar(name, kind);
  if (!repeated) return one.map((value) => [value]);
  const few = fc.array(one, { maxLength: MOST[name] ?? 3 });
  if (!/^(attributes|events|links|filteredAttributes)$/.test(name)) return few;
  const count = name === 'events' || name === 'links' ? 1_026 : 130;
  const many = fc
    .tuple(one, fc.nat({ max: 2 }))
    .map(([value, more]) => Array.from({ length: count - more }, () => value));
  return fc.oneof({ weight: 300, arbitrary: few }, { weight: 1, arbitrary: many });
}

/** A histogram has one bucket more than bounds; where nothing was left out, it shall have. */
function fitBounds(entries: readonly Entry[]): readonly Entry[] {
  const counts = entries.find(({ name }) => name === 'bucketCounts')?.values.length ?? 0;
  return entries.map((entry) =>
    entry.name === 'explicitBounds'
      ? { ...entry, values: entry.values.slice(0, Math.max(counts - 1, 0)) }
      : entry,
  );
}

const valueOf = (name: string, values: readonly Value[]): Model => ({
  message: anyValueFields,
  entries: [{ name, field: anyValueFields[name] as Field, values }],
});
const listOf = (name: 'arrayValue' | 'kvlistValue', values: readonly Value[]): Model => {
  const list = name === 'arrayValue' ? arrayValue : keyValueList;
  const field = list.values as Field;
  return valueOf(name, [{ message: list, entries: [{ name: 'values', field, values }] }]);
};
const pair = (key: string, value: Model): Model => ({
  message: keyValue,
  entries: [
    { name: 'key', field: keyValue.key as Field, values: [key] },
    { name: 'value', field: keyValue.value as Field, values: [value] },
  ],
});

/** A value of every kind, nested, and now and then too deep. */
const { anyValue } = fc.letrec<{ anyValue: Model }>((tie) => ({
  anyValue: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    ...(['string', 'bool', 'int64', 'double', 'bytes'] as const).map((kind) => {
      const name = `${kind === 'int64' ? 'int' : kind}Value`;
      return scalar(name, kind).map((value) => valueOf(name, [value]));
    }),
    fc.constant({ message: anyValueFields, entries: [] }),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((list) => listOf('arrayValue', list)),
    fc.array(fc.tuple(text, tie('anyValue')), { maxLength: 3 }).map((pairs) =>
      listOf(
        'kvlistValue',
        pairs.map(([key, value]) => pair(key, value)),
      ),
    ),
    fc.tuple(fc.nat({ max: 40 }), fc.boolean()).map(([more, keyed]) => {
      let deep = valueOf('boolValue', [true]);
      if (more > 3) return deep;
      for (let depth = 0; depth < 61 + more; depth++) {
        deep = keyed ? listOf('kvlistValue', [pair('k', deep)]) : listOf('arrayValue', [deep]);
      }
      return deep;
    }),
  ),
}));

/** Export requests of a signal. */
export const requests: Readonly<Record<Signal, Arbitrary<Model>>> = {
  traces: message(REQUESTS.traces),
  logs: message(REQUESTS.logs),
  metrics: message(REQUESTS.metrics),
};
