import { describe, expect, it } from 'vitest';
import { Batch } from '../batch.ts';
import { encode, nano, NOW, resource, string, TRACE, useStore } from '../../testing/batches.ts';

const test = useStore();

describe('a batch of metrics', () => {
  const metrics = (...list: object[]) => ({
    resourceMetrics: [{ resource: resource('metered'), scopeMetrics: [{ metrics: list }] }],
  });
  const point = (more: object) => ({ timeUnixNano: nano(0), ...more });

  it('stores all five kinds and exemplars', async () => {
    const result = await test.decodeAndInsert(
      'metrics',
      metrics(
        {
          name: 'queue.length',
          unit: '{item}',
          description: 'items waiting',
          metadata: [string('prometheus.type', 'gauge')],
          gauge: {
            dataPoints: [
              point({ asInt: '9007199254740993', attributes: [string('q', 'a')] }),
              point({ asDouble: -0.5, attributes: [string('q', 'b')] }),
              point({ flags: 1, attributes: [string('q', 'c')] }),
            ],
          },
        },
        {
          name: 'requests',
          sum: {
            aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
            isMonotonic: true,
            dataPoints: [
              point({
                asInt: '-3',
                startTimeUnixNano: nano(-10),
                exemplars: [
                  {
                    timeUnixNano: nano(-1),
                    asDouble: 1.5,
                    traceId: TRACE,
                    spanId: 'eee19b7ec3c1b174',
                    filteredAttributes: [string('f', 'g')],
                  },
                ],
              }),
            ],
          },
        },
        {
          name: 'latency',
          histogram: {
            aggregationTemporality: 1,
            dataPoints: [
              point({
                count: '3',
                sum: 6,
                min: 1,
                max: 3,
                bucketCounts: ['1', '2'],
                explicitBounds: [2],
              }),
              point({ count: '4', bucketCounts: [], explicitBounds: [] }),
            ],
          },
        },
        {
          name: 'exponential',
          exponentialHistogram: {
            aggregationTemporality: 2,
            dataPoints: [
              point({
                count: '9',
                scale: -2,
                zeroCount: '1',
                zeroThreshold: 0.001,
                positive: { offset: -3, bucketCounts: ['1', '18446744073709551615'] },
                negative: { offset: 4, bucketCounts: ['300'] },
              }),
            ],
          },
        },
        {
          name: 'summary',
          summary: {
            dataPoints: [
              point({
                count: '2',
                sum: 3,
                quantileValues: [
                  { quantile: 0.5, value: 1 },
                  { quantile: 1, value: 2 },
                ],
              }),
            ],
          },
        },
      ),
    );
    expect([result.accepted, result.rejections.count]).toEqual([8, 0]);
    const join = 'INNER JOIN metric_series AS s USING (series_id)';
    expect(
      await test.store.rows(
        `SELECT p.metric AS metric, value, int_value, value_type, p.flags AS flags, attributes['q'] AS q
         FROM metric_points AS p ${join} ORDER BY metric, q`,
      ),
    ).toEqual([
      {
        metric: 'queue.length',
        value: 9007199254740992,
        int_value: '9007199254740993',
        value_type: 'i',
        flags: 0,
        q: 'a',
      },
      { metric: 'queue.length', value: -0.5, int_value: '0', value_type: 'd', flags: 0, q: 'b' },
      { metric: 'queue.length', value: 0, int_value: '0', value_type: '', flags: 1, q: 'c' },
      { metric: 'requests', value: -3, int_value: '-3', value_type: 'i', flags: 0, q: '' },
    ]);
    expect(
      await test.store.rows(
        `SELECT metric, kind, unit, description, temporality, monotonic, metadata, service, count() AS n
         FROM metric_series GROUP BY ALL ORDER BY metric`,
      ),
    ).toMatchObject([
      { metric: 'exponential', kind: 'exponential_histogram', temporality: 2, n: '1' },
      { metric: 'latency', kind: 'histogram', temporality: 1, n: '1' },
      {
        metric: 'queue.length',
        kind: 'gauge',
        unit: '{item}',
        description: 'items waiting',
        metadata: { 'prometheus.type': 'gauge' },
        service: 'metered',
        n: '3',
      },
      { metric: 'requests', kind: 'sum', temporality: 2, monotonic: true, n: '1' },
      { metric: 'summary', kind: 'summary', n: '1' },
    ]);
    expect(
      await test.store.rows(
        'SELECT count, sum, min, max, bucket_counts, explicit_bounds FROM metric_histograms ORDER BY count',
      ),
    ).toEqual([
      { count: '3', sum: 6, min: 1, max: 3, bucket_counts: ['1', '2'], explicit_bounds: [2] },
      { count: '4', sum: null, min: null, max: null, bucket_counts: [], explicit_bounds: [] },
    ]);
    expect(
      await test.store.rows(
        `SELECT count, scale, zero_count, zero_threshold, positive_offset, positive_bucket_counts,
           negative_offset, negative_bucket_counts FROM metric_exponential_histograms`,
      ),
    ).toEqual([
      {
        count: '9',
        scale: -2,
        zero_count: '1',
        zero_threshold: 0.001,
        positive_offset: -3,
        positive_bucket_counts: ['1', '18446744073709551615'],
        negative_offset: 4,
        negative_bucket_counts: ['300'],
      },
    ]);
    expect(
      await test.store.rows('SELECT count, sum, quantiles, quantile_values FROM metric_summaries'),
    ).toEqual([{ count: '2', sum: 3, quantiles: [0.5, 1], quantile_values: [1, 2] }]);
    expect(
      await test.store.rows(
        `SELECT metric, toUnixTimestamp64Nano(point_time) AS point, toUnixTimestamp64Nano(time) AS time,
           value, value_type, lower(hex(trace_id)) AS trace, attributes FROM metric_exemplars`,
      ),
    ).toEqual([
      {
        metric: 'requests',
        point: nano(0),
        time: nano(-1),
        value: 1.5,
        value_type: 'd',
        trace: TRACE,
        attributes: { f: 'g' },
      },
    ]);
  });

  it('knows a series again whatever the order of its attributes', async () => {
    const gauge = (time: number, ...keys: string[]) => ({
      name: 'ordered',
      gauge: {
        dataPoints: [
          { timeUnixNano: nano(time), asInt: 1, attributes: keys.map((key) => string(key, key)) },
        ],
      },
    });
    const batch = new Batch();
    batch.decode('metrics', encode('metrics', metrics(gauge(5, 'a', 'b', 'c'))), NOW);
    batch.decode('metrics', encode('metrics', metrics(gauge(3, 'c', 'a', 'b'))), NOW);
    batch.decode('metrics', encode('metrics', metrics(gauge(9, 'b', 'c', 'a'))), NOW);
    await test.insert(batch);
    expect(
      await test.store.rows(
        `SELECT toUnixTimestamp64Nano(first_seen) AS first, toUnixTimestamp64Nano(last_seen) AS last
         FROM metric_series WHERE metric = 'ordered'`,
      ),
    ).toEqual([{ first: nano(3), last: nano(9) }]);
  });

  it('rejects points that cannot be, one by one', () => {
    const result = new Batch().decode(
      'metrics',
      encode(
        'metrics',
        metrics(
          { name: '', gauge: { dataPoints: [point({ asInt: 1 }), point({ asInt: 2 })] } },
          { name: 'g', gauge: { dataPoints: [{ asInt: 1 }, point({ asInt: 2 })] } },
          {
            name: 'h',
            histogram: { dataPoints: [point({ bucketCounts: [1, 2], explicitBounds: [1, 2] })] },
          },
          { name: 'no data' },
        ),
      ),
      NOW,
    );
    expect(result.accepted).toBe(1);
    expect(result.rejections.message).toBe(
      '2 × data point of a metric without a name; 1 × data point without a time; 1 × histogram whose buckets do not fit its bounds',
    );
  });
});
