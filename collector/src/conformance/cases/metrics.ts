import { nano, string, TRACE } from '../../testing/batches.ts';
import { EVERY_KIND, EVERY_KIND_STORED, MAX_UINT32 } from './fields.ts';
import type { Case } from '../testing/stored.ts';

const SPAN = 'eee19b7ec3c1b174';
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

const TEMPORALITIES = [
  ['delta', 1],
  ['cumulative', 2],
] as const;

const at = (more: object = {}) => ({
  startTimeUnixNano: nano(-10),
  timeUnixNano: nano(0),
  ...more,
});
const gauge = (...dataPoints: object[]) => ({ gauge: { dataPoints } });
const sum = (...dataPoints: object[]) => ({
  sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints },
});
const histogram = (...dataPoints: object[]) => ({
  histogram: { aggregationTemporality: 2, dataPoints },
});
const exponential = (...dataPoints: object[]) => ({
  exponentialHistogram: { aggregationTemporality: 2, dataPoints },
});
const summary = (...dataPoints: object[]) => ({ summary: { dataPoints } });

type Row = Record<string, unknown>;

/** A point of each kind, and what it becomes. */
const POINTS = {
  histogram: {
    sent: at({
      count: '6',
      sum: 9.5,
      min: 0.5,
      max: 5,
      bucketCounts: ['1', '2', '3'],
      explicitBounds: [1, 2.5],
    }),
    stored: {
      count: '6',
      sum: 9.5,
      min: 0.5,
      max: 5,
      bucket_counts: ['1', '2', '3'],
      explicit_bounds: [1, 2.5],
    },
  },
  exponential: {
    sent: at({
      count: '10',
      sum: -1.5,
      min: -4,
      max: 2,
      scale: -3,
      zeroCount: '2',
      zeroThreshold: 1e-9,
      positive: { offset: -5, bucketCounts: ['1', '0', '3'] },
      negative: { offset: 2_147_483_647, bucketCounts: ['4'] },
    }),
    stored: {
      count: '10',
      sum: -1.5,
      min: -4,
      max: 2,
      scale: -3,
      zero_count: '2',
      zero_threshold: 1e-9,
      positive_offset: -5,
      positive_bucket_counts: ['1', '0', '3'],
      negative_offset: 2_147_483_647,
      negative_bucket_counts: ['4'],
    },
  },
} as const;

const kind = (kindName: string, temporality = 0, monotonic = false) => [
  { kind: kindName, temporality, monotonic },
];

const value = (title: string, point: object, stored: Row): Case => ({
  title,
  send: gauge(at(point)),
  stored: { metric_points: [stored] },
});

const exemplar = (title: string, sent: object, stored: Row): Case => ({
  title,
  send: sum(at({ asInt: '1', exemplars: [{ timeUnixNano: nano(-1), ...sent }] })),
  stored: { metric_exemplars: [{ point_time: nano(0), ...stored }] },
});

export const cases: readonly Case[] = [
  value(
    'an integer',
    { asInt: '-9007199254740993' },
    {
      value: -9007199254740992,
      int_value: '-9007199254740993',
      value_type: 'i',
    },
  ),
  value('a double', { asDouble: 0.1 }, { value: 0.1, int_value: '0', value_type: 'd' }),
  value('zero is a value', { asDouble: 0 }, { value: 0, value_type: 'd' }),
  value('infinite', { asDouble: '-Infinity' }, { value: '-inf', value_type: 'd' }),
  value('no recorded value', { flags: 1 }, { flags: 1, value_type: '' }),
  value('no recorded value, and yet one', { flags: 1, asDouble: 3 }, { flags: 1, value: 3 }),
  value('point flags that are reserved', { flags: MAX_UINT32, asInt: 1 }, { flags: MAX_UINT32 }),
  value('an unknown start', { startTimeUnixNano: 0, asInt: 1 }, { start_time: '0', time: nano(0) }),
  {
    title: 'a gauge, a series for each set of attributes',
    send: gauge(
      at({ asInt: 1, attributes: EVERY_KIND }),
      at({ asInt: 2, timeUnixNano: nano(1) }),
      at({ asInt: 3, timeUnixNano: nano(2), attributes: EVERY_KIND.toReversed() }),
    ),
    stored: {
      metric_points: [{ int_value: '1' }, { int_value: '2' }, { int_value: '3' }],
      metric_series: [
        { kind: 'gauge', ...EVERY_KIND_STORED, first_seen: nano(0), last_seen: nano(2) },
        { kind: 'gauge', attributes: {}, first_seen: nano(1), last_seen: nano(1) },
      ],
    },
  },
  ...TEMPORALITIES.flatMap(([name, temporality]) => [
    ...[true, false].map((isMonotonic) => ({
      title: `a ${name} sum that is ${isMonotonic ? '' : 'not '}monotonic`,
      send: {
        sum: {
          aggregationTemporality: temporality,
          isMonotonic,
          dataPoints: [at({ asInt: '5' })],
        },
      },
      stored: {
        metric_points: [{ int_value: '5', start_time: nano(-10), time: nano(0) }],
        metric_series: kind('sum', temporality, isMonotonic),
      },
    })),
    {
      title: `a ${name} histogram`,
      send: {
        histogram: { aggregationTemporality: temporality, dataPoints: [POINTS.histogram.sent] },
      },
      stored: {
        metric_histograms: [POINTS.histogram.stored],
        metric_series: kind('histogram', temporality),
      },
    },
    {
      title: `a ${name} exponential histogram`,
      send: {
        exponentialHistogram: {
          aggregationTemporality: temporality,
          dataPoints: [POINTS.exponential.sent],
        },
      },
      stored: {
        metric_exponential_histograms: [POINTS.exponential.stored],
        metric_series: kind('exponential_histogram', temporality),
      },
    },
  ]),
  {
    title: 'a temporality of the future is unspecified',
    send: { sum: { aggregationTemporality: 7, dataPoints: [at({ asInt: 1 })] } },
    stored: { metric_series: kind('sum') },
  },
  {
    title: 'a histogram without sum, minimum, maximum and buckets',
    send: histogram(at({ count: '4' })),
    stored: {
      metric_histograms: [
        { count: '4', sum: null, min: null, max: null, bucket_counts: [], explicit_bounds: [] },
      ],
    },
  },
  {
    title: 'a histogram of one bucket',
    send: histogram(at({ count: '4', sum: 0, bucketCounts: [4] })),
    stored: { metric_histograms: [{ sum: 0, bucket_counts: ['4'], explicit_bounds: [] }] },
  },
  {
    title: 'a histogram without a recorded value',
    send: histogram(at({ flags: 1 })),
    stored: { metric_histograms: [{ flags: 1, count: '0', sum: null }] },
  },
  {
    title: 'an exponential histogram without sum, minimum, maximum and buckets',
    send: exponential(at({ count: '3', zeroCount: '3' })),
    stored: {
      metric_exponential_histograms: [
        {
          count: '3',
          sum: null,
          min: null,
          max: null,
          scale: 0,
          zero_count: '3',
          zero_threshold: 0,
          positive_bucket_counts: [],
          negative_bucket_counts: [],
        },
      ],
    },
  },
  {
    title: 'an exponential histogram without a recorded value',
    send: exponential(at({ flags: 1 })),
    stored: { metric_exponential_histograms: [{ flags: 1, count: '0', sum: null }] },
  },
  {
    title: 'a summary with quantiles',
    send: summary(
      at({
        count: '4',
        sum: 10,
        quantileValues: [
          { quantile: 0, value: 1 },
          { quantile: 0.99, value: 3 },
          { quantile: 1, value: 4 },
        ],
      }),
    ),
    stored: {
      metric_summaries: [
        { count: '4', sum: 10, quantiles: [0, 0.99, 1], quantile_values: [1, 3, 4], time: nano(0) },
      ],
      metric_series: kind('summary'),
    },
  },
  {
    title: 'a summary without quantiles, and one without a recorded value',
    send: summary(at({ count: '1', sum: 2 }), at({ flags: 1, timeUnixNano: nano(1) })),
    stored: {
      metric_summaries: [
        { count: '1', sum: 2, quantiles: [], flags: 0 },
        { count: '0', sum: 0, quantiles: [], flags: 1 },
      ],
    },
  },
  exemplar(
    'an exemplar with a double, and the trace that made it',
    { asDouble: 1.5, traceId: TRACE, spanId: SPAN, filteredAttributes: EVERY_KIND },
    {
      time: nano(-1),
      value: 1.5,
      value_type: 'd',
      trace_id: TRACE,
      span_id: SPAN,
      ...EVERY_KIND_STORED,
    },
  ),
  exemplar(
    'an exemplar with an integer, without a trace',
    { asInt: '9007199254740993' },
    {
      int_value: '9007199254740993',
      value_type: 'i',
      trace_id: NO_TRACE,
      span_id: NO_SPAN,
      attributes: {},
    },
  ),
  exemplar(
    'an exemplar without a time has that of its point',
    { timeUnixNano: 0, asInt: 1 },
    { time: nano(0) },
  ),
  exemplar('an exemplar without a value', {}, { value_type: '' }),
  {
    title: 'exemplars of a histogram',
    send: histogram(
      at({ ...POINTS.histogram.sent, exemplars: [{ timeUnixNano: nano(-1), asDouble: 2 }] }),
    ),
    stored: { metric_exemplars: [{ value: 2, time: nano(-1) }] },
  },
  {
    title: 'exemplars of an exponential histogram',
    send: exponential(at({ exemplars: [{ timeUnixNano: nano(-2), asDouble: 3 }] })),
    stored: { metric_exemplars: [{ value: 3, time: nano(-2) }] },
  },
  {
    title: 'unit, description and metadata',
    send: { ...gauge(at({ asInt: 1 })), unit: 'By', description: 'bytes', metadata: EVERY_KIND },
    stored: {
      metric_series: [
        {
          unit: 'By',
          description: 'bytes',
          metadata: EVERY_KIND_STORED.attributes,
          metadata_types: EVERY_KIND_STORED.attribute_types,
        },
      ],
    },
  },
  {
    title: 'the scope of a metric, its resource and both schema URLs',
    send: gauge(at({ asInt: 1 })),
    scope: { name: 'meter', version: '3', attributes: EVERY_KIND, droppedAttributesCount: 4 },
    resource: { attributes: [string('service.namespace', 'n')], droppedAttributesCount: 5 },
    scopeSchemaUrl: 'https://example.com/scope/4',
    resourceSchemaUrl: 'https://example.com/resource/4',
    stored: {
      metric_series: [
        {
          namespace: 'n',
          scope_name: 'meter',
          scope_version: '3',
          scope_attributes: EVERY_KIND_STORED.attributes,
          scope_attribute_types: EVERY_KIND_STORED.attribute_types,
          scope_dropped_attributes_count: 4,
          scope_schema_url: 'https://example.com/scope/4',
        },
      ],
      resources: [{ dropped_attributes_count: 5, schema_url: 'https://example.com/resource/4' }],
    },
  },
];
