import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { type Fixture, insert } from '../testing/insert.ts';
import { metricCatalogue } from './catalogue.ts';
import { metricDefinition } from './definition.ts';
import { traceExemplars } from './exemplars.ts';
import { seriesPoints } from './points.ts';
import { seriesWithPoints } from './series.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const at = (seconds: number) => String(BEGIN + BigInt(seconds) * 1_000_000_000n);
const range = { from: BEGIN, to: BigInt(at(3_600)) };
const TRACE = '5b8efff798038103d269b633813fc60c';

let store: Store;

const series = (id: string, service: string, attributes: Fixture, more: Fixture = {}): Fixture => ({
  metric: 'queue.size',
  series_id: id,
  kind: 'gauge',
  unit: '{item}',
  service,
  resource_id: service === 'cart' ? '1' : '2',
  attributes,
  first_seen: at(0),
  last_seen: at(60),
  ...more,
});

const point = (id: string, seconds: number, value: Fixture): Fixture => ({
  metric: 'queue.size',
  series_id: id,
  time: at(seconds),
  ...value,
});

beforeAll(async () => {
  store = await createTestStore();
  await insert(store, 'resources', [
    { resource_id: '1', service: 'cart', attributes: { 'host.name': 'a', queue: 'resource' } },
    { resource_id: '2', service: 'shop', attributes: { 'host.name': 'b' } },
  ]);
  await insert(store, 'metric_series', [
    series('18446744073709551615', 'cart', { queue: 'in' }),
    series('2', 'cart', {}),
    series('3', 'shop', { queue: 'in' }, { last_seen: at(90), description: 'newest' }),
    series('4', 'old', {}, { last_seen: at(-1), first_seen: at(-9) }),
    series('5', 'cart', {}, { metric: 'latency', kind: 'histogram', unit: 'ms', temporality: 2 }),
    series('6', 'cart', {}, { metric: 'requests', kind: 'sum', monotonic: true, temporality: 1 }),
  ]);
  await insert(store, 'metric_series', [series('2', 'cart', {}, { last_seen: at(80) })]);
  await insert(store, 'metric_points', [
    point('18446744073709551615', 2, { value: 1.5, value_type: 'd' }),
    point('18446744073709551615', 1, { int_value: '9007199254740993', value_type: 'i' }),
    point('18446744073709551615', 3, { value_type: '' }),
    point('18446744073709551615', 3_600, { value: 4, value_type: 'd' }),
    point('2', 5, { value: 'nan', value_type: 'd' }),
    point('2', 6, { value: '-inf', value_type: 'd' }),
    point('3', 7, { value: 0.1, value_type: 'd' }),
    point('4', -1, { value: 1, value_type: 'd' }),
  ]);
  await insert(store, 'metric_exemplars', [
    {
      metric: 'latency',
      series_id: '5',
      time: at(4),
      value: 2.5,
      value_type: 'd',
      trace_id: TRACE,
      span_id: '00f067aa0ba902b7',
      attributes: { k: 'v' },
    },
    { metric: 'latency', series_id: '5', time: at(5), trace_id: 'f'.repeat(32) },
  ]);
});
afterAll(() => store.close());

describe('metricCatalogue', () => {
  it('lists each metric once, as its newest series defines it', async () => {
    const rows = await metricCatalogue(store, range);
    expect(rows.map((row) => [row.name, row.kind, row.series])).toEqual([
      ['latency', 'histogram', '1'],
      ['queue.size', 'gauge', '3'],
      ['requests', 'sum', '1'],
    ]);
    expect(rows[1]).toMatchObject({
      unit: '{item}',
      description: 'newest',
      services: ['cart', 'shop'],
      lastSeenUnixNano: at(90),
    });
    expect(rows[2]).toMatchObject({ monotonic: true, temporality: 1 });
  });

  it('may be of one service', async () => {
    expect((await metricCatalogue(store, range, 'shop')).map((row) => row.name)).toEqual([
      'queue.size',
    ]);
  });
});

describe('metricDefinition', () => {
  it('is that of the newest series', async () => {
    expect(await metricDefinition(store, 'latency')).toEqual({ kind: 'histogram', unit: 'ms' });
    expect(await metricDefinition(store, 'latency', 'shop')).toBeUndefined();
    expect(await metricDefinition(store, 'none')).toBeUndefined();
  });
});

describe('seriesWithPoints', () => {
  const search = (
    labels: { label: string; value: string }[],
    more: { service?: string; limit?: number } = {},
  ) =>
    seriesWithPoints(store, {
      name: 'queue.size',
      kind: 'gauge',
      unit: '{item}',
      range,
      labels,
      limit: 10,
      ...more,
    });
  const ids = async (...args: Parameters<typeof search>) =>
    (await search(...args)).map((row) => row.seriesId);

  it('gives series with points in the range, each once', async () => {
    expect(await ids([])).toEqual(['2', '18446744073709551615', '3']);
    expect(await ids([], { service: 'shop' })).toEqual(['3']);
    expect(await ids([], { limit: 1 })).toEqual(['2']);
  });

  it('filters by labels of the point, else of the resource', async () => {
    expect(await ids([{ label: 'queue', value: 'in' }])).toEqual(['18446744073709551615', '3']);
    expect(await ids([{ label: 'queue', value: 'resource' }])).toEqual(['2']);
    expect(await ids([{ label: 'host.name', value: 'b' }])).toEqual(['3']);
    expect(
      await ids([
        { label: 'queue', value: 'in' },
        { label: 'host.name', value: 'a' },
      ]),
    ).toEqual(['18446744073709551615']);
    expect(await ids([{ label: 'none', value: '' }])).toEqual([]);
  });
});

describe('seriesPoints', () => {
  const seriesIds = ['18446744073709551615', '2'];

  it('gives points earliest first, integers exactly, and none without a value', async () => {
    const rows = await seriesPoints(store, 'queue.size', seriesIds, range, 10);
    const byId = Object.fromEntries(rows.map((row) => [row.seriesId, row.points]));
    const millis = (seconds: number) => String(BigInt(at(seconds)) / 1_000_000n);
    expect(byId).toEqual({
      '18446744073709551615': [
        [millis(1), 'i', '9007199254740993'],
        [millis(2), 'd', '1.5'],
      ],
      '2': [
        [millis(5), 'd', 'nan'],
        [millis(6), 'd', '-inf'],
      ],
    });
  });

  it('keeps the newest of each series', async () => {
    const rows = await seriesPoints(store, 'queue.size', seriesIds, range, 1);
    expect(rows.map((row) => row.points.map((each) => each[2])).sort()).toEqual([
      ['-inf'],
      ['1.5'],
    ]);
  });
});

describe('traceExemplars', () => {
  it('knows the service by the series', async () => {
    expect(await traceExemplars(store, [TRACE], range, 10)).toEqual([
      {
        metric: 'latency',
        service: 'cart',
        timeUnixNano: at(4),
        valueType: 'd',
        value: '2.5',
        traceId: TRACE,
        spanId: '00f067aa0ba902b7',
        attributeKeys: ['k'],
        attributeValues: ['v'],
        attributeTypes: '',
        total: '1',
      },
    ]);
    expect(await traceExemplars(store, [], range, 10)).toEqual([]);
  });
});
