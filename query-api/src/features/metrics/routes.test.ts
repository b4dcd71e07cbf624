import { insert } from '@nunchi/store/queries/testing/insert';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { queryMetric } from './points-service.ts';
import { MetricPointsReply, MetricsReply } from './schema.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const series = (id: string, more: object) => ({
    metric: 'queue.size',
    series_id: id,
    kind: 'gauge',
    unit: '{item}',
    service: 'cart',
    instance: 'cart-1',
    resource_id: '7',
    first_seen: ago(600),
    last_seen: ago(10),
    ...more,
  });
  await insert(api.store, 'resources', [
    { resource_id: '7', service: 'cart', attributes: { 'host.name': 'a' } },
  ]);
  await insert(api.store, 'metric_series', [
    series('1', { attributes: { queue: 'in', shard: '3' }, attribute_types: 'si' }),
    series('2', { attributes: { queue: 'out' } }),
    series('3', {
      metric: 'latency',
      kind: 'histogram',
      unit: 'ms',
      temporality: 2,
      monotonic: true,
    }),
  ]);
  const point = (id: string, seconds: number, more: object) => ({
    metric: 'queue.size',
    series_id: id,
    time: ago(seconds),
    ...more,
  });
  await insert(api.store, 'metric_points', [
    point('1', 30, { int_value: '5', value_type: 'i' }),
    point('1', 20, { int_value: '9007199254740993', value_type: 'i' }),
    point('1', 10, { value_type: '' }),
    point('2', 30, { value: 0.1, value_type: 'd' }),
    point('2', 20, { value: 'nan', value_type: 'd' }),
    point('2', 10, { value: '-inf', value_type: 'd' }),
  ]);
});
afterAll(() => api.close());

describe('GET /metrics', () => {
  it('is the catalogue', async () => {
    const { metrics } = await api.ok('/metrics', MetricsReply);
    expect(metrics).toEqual([
      {
        name: 'latency',
        kind: 'histogram',
        unit: 'ms',
        description: '',
        temporality: 'cumulative',
        monotonic: true,
        services: ['cart'],
        series: 1,
        lastSeenUnixNano: ago(10),
      },
      expect.objectContaining({ name: 'queue.size', kind: 'gauge', series: 2, monotonic: false }),
    ]);
    expect(await api.ok('/metrics?service=none', MetricsReply)).toEqual({ metrics: [] });
  });
});

describe('GET /metrics/query', () => {
  it('gives the points of each series, integers exactly', async () => {
    expect(await api.ok('/metrics/query?name=queue.size', MetricPointsReply)).toEqual({
      name: 'queue.size',
      kind: 'gauge',
      unit: '{item}',
      series: [
        {
          service: 'cart',
          instance: 'cart-1',
          labels: { queue: 'in', shard: 3 },
          points: [
            [NOW_MS - 30_000, 5],
            [NOW_MS - 20_000, '9007199254740993'],
          ],
        },
        {
          service: 'cart',
          instance: 'cart-1',
          labels: { queue: 'out' },
          points: [
            [NOW_MS - 30_000, 0.1],
            [NOW_MS - 20_000, 'NaN'],
            [NOW_MS - 10_000, '-Infinity'],
          ],
        },
      ],
      truncated: false,
    });
  });

  it('filters by label, given once or several times', async () => {
    const queues = async (query: string) =>
      (await api.ok(`/metrics/query?name=queue.size&${query}`, MetricPointsReply)).series.map(
        (series) => series.labels['queue'],
      );
    expect(await queues('filter=queue=out')).toEqual(['out']);
    expect(await queues('filter=host.name=a&filter=shard=3')).toEqual(['in']);
    expect(await queues('filter=host.name=b')).toEqual([]);
    expect(await queues('service=cart')).toEqual(['in', 'out']);
    expect(await queues('service=none')).toEqual([]);
    expect(await queues('from=now-3d&to=now-2d')).toEqual([]);
  });

  it('says when there is more than it gives, and gives the newest points', async () => {
    const range = { from: BigInt(ago(600)), to: BigInt(ago(0)) };
    const query = { name: 'queue.size', from: '', to: '' };
    const few = await queryMetric(api.store, query, range, { series: 1, points: 100 });
    expect(few).toMatchObject({ truncated: true, series: [{ labels: { queue: 'in' } }] });
    const newest = await queryMetric(api.store, query, range, { series: 5, points: 2 });
    expect(newest.truncated).toBe(true);
    expect(newest.series.map((series) => series.points)).toEqual([
      [[NOW_MS - 20_000, '9007199254740993']],
      [[NOW_MS - 10_000, '-Infinity']],
    ]);
    const all = await queryMetric(api.store, query, range, { series: 2, points: 6 });
    expect(all.truncated).toBe(false);
  });

  it.each([
    ['name=none', 404, 'metric_not_found', 'name'],
    ['name=latency', 400, 'metric_has_no_points', 'name'],
    ['', 400, 'invalid_parameter', 'name'],
    ['name=queue.size&filter=queue', 400, 'invalid_parameter', 'filter'],
    ['name=queue.size&by=queue', 400, 'unknown_parameter', 'by'],
  ])('%s: %i %s', async (query, status, code, parameter) => {
    expect(await api.problem(`/metrics/query?${query}`)).toMatchObject({ status, code, parameter });
  });
});
