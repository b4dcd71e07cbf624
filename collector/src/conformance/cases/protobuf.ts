import { TRACE } from '../../testing/batches.ts';
import type { Case } from '../testing/stored.ts';
import {
  double,
  field,
  fixed64,
  message,
  packedDoubles,
  packedFixed64,
  packedVarints,
} from '../testing/wire-message.ts';

// Span: trace_id = 1, span_id = 2, name = 5, kind = 6, start_time_unix_nano = 7, attributes = 9
const ids = message(field(1, Buffer.from(TRACE, 'hex')), field(2, Buffer.alloc(8, 7)));
const span = (title: string, more: Buffer, stored: Record<string, unknown>): Case => ({
  title,
  send: message(ids, more),
  only: 'protobuf',
  stored: { spans: [stored] },
});
// KeyValue: key = 1, value = 2
const attribute = (value: Buffer) => field(9, message(field(1, 'k'), field(2, value)));

export const spans: readonly Case[] = [
  span(
    'fields in any order',
    message(field(9, message(field(2, field(1, 'v')), field(1, 'k'))), field(6, 2), field(5, 'n')),
    { name: 'n', kind: 2, attributes: { k: 'v' } },
  ),
  span('the last of a field that is there twice', message(field(5, 'a'), field(5, 'b')), {
    name: 'b',
  }),
  span(
    'the last of the values where only one may be',
    attribute(message(field(1, 'text'), field(3, 5))),
    { attributes: { k: '5' }, attribute_types: 'i' },
  ),
  span(
    'fields of the future, of every wire type',
    message(
      field(99, 1),
      fixed64(98, 1n),
      field(97, 'x'),
      Buffer.from('850601020304', 'hex'),
      field(5, 'n'),
    ),
    { name: 'n' },
  ),
  span('a known field of another wire type, as unknown', message(field(5, 7), field(6, 'x')), {
    name: '',
    kind: 0,
  }),
  span('a kind that takes ten bytes', Buffer.from('30ffffffffffffffffff01', 'hex'), { kind: 0 }),
  // AnyValue: string_value_strindex = 8; KeyValue: key_strindex = 3
  span(
    'indexes into the dictionary of profiles, as values that are not there',
    message(attribute(field(8, 5)), field(9, field(3, 6))),
    { attributes: { k: '', '': '' }, attribute_types: 'nn' },
  ),
  {
    // Resource: entity_refs = 3
    ...span('entity references as nothing', message(), { trace_id: TRACE }),
    resourceBytes: field(3, message(field(2, 'service'), field(3, 'service.name'))),
  },
];

// Metric: histogram = 9, exponential_histogram = 10, both with data_points = 1 and
// aggregation_temporality = 2; in a point time_unix_nano = 3
const time = fixed64(3, 1_700_000_000_000_000_000n);
const histogram = (title: string, ...fields: Buffer[]): Case => ({
  title,
  send: field(9, message(field(1, message(time, ...fields)), field(2, 1))),
  only: 'protobuf',
  stored: { metric_histograms: [{ bucket_counts: ['1', '2', '3'], explicit_bounds: [0.5, 2] }] },
});
const exponential = (title: string, counts: Buffer): Case => ({
  title,
  // offset = 1 (zigzag: 3 is -2), bucket_counts = 2
  send: field(10, field(1, message(time, field(8, message(field(1, 3), counts))))),
  only: 'protobuf',
  stored: {
    metric_exponential_histograms: [
      { positive_offset: -2, positive_bucket_counts: ['1', '300', '3'] },
    ],
  },
});

export const metrics: readonly Case[] = [
  histogram('packed buckets', packedFixed64(6, 1n, 2n, 3n), packedDoubles(7, 0.5, 2)),
  histogram(
    'buckets one by one',
    double(7, 0.5),
    fixed64(6, 1n),
    fixed64(6, 2n),
    double(7, 2),
    fixed64(6, 3n),
  ),
  histogram(
    'buckets packed in parts',
    packedFixed64(6, 1n),
    packedFixed64(6),
    fixed64(6, 2n),
    packedFixed64(6, 3n),
    packedDoubles(7, 0.5, 2),
  ),
  exponential('packed exponential buckets', packedVarints(2, 1, 300, 3)),
  exponential('exponential buckets one by one', message(field(2, 1), field(2, 300), field(2, 3))),
];
