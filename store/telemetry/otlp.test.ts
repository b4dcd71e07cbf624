import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeyValue, Snapshots } from './otlp.ts';

const STARTED = 1_760_000_000_000;
const at = (seconds: number) => STARTED + seconds * 1_000;
const nano = (seconds: number) => `${at(seconds)}000000`;
const attribute = (key: string, stringValue: string): KeyValue => ({ key, value: { stringValue } });
const RESOURCE = [attribute('service.name', 'nunchi-collector')];

let registry: Registry;
let registers: Registry[];
let snapshots: Snapshots;
beforeEach(() => {
  registry = new Registry();
  registers = [registry];
  snapshots = new Snapshots(registry, RESOURCE, STARTED);
});

const metricsAt = async (seconds: number) => {
  const { resourceMetrics } = await snapshots.take(at(seconds));
  return resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
};

it('names the resource and the scope', async () => {
  expect(await snapshots.take(at(10))).toEqual({
    resourceMetrics: [
      {
        resource: { attributes: RESOURCE },
        scopeMetrics: [{ scope: { name: 'nunchi' }, metrics: [] }],
      },
    ],
  });
});

describe('a counter', () => {
  it('is a cumulative monotonic sum since the start of the process', async () => {
    new Counter({ name: 'read_bytes_total', help: 'Bytes read', registers }).inc(7);
    expect(await metricsAt(10)).toEqual([
      {
        name: 'read_bytes_total',
        description: 'Bytes read',
        unit: 'By',
        sum: {
          aggregationTemporality: 2,
          isMonotonic: true,
          dataPoints: [
            { attributes: [], startTimeUnixNano: nano(0), timeUnixNano: nano(10), asDouble: 7 },
          ],
        },
      },
    ]);
  });

  it('whose labels come up later counts since the snapshot before, and keeps that', async () => {
    const labelNames = ['signal', 'reason'];
    const refused = new Counter({ name: 'refused_total', help: '-', labelNames, registers });
    refused.inc({ signal: 'logs', reason: 'full' });
    await snapshots.take(at(10));
    refused.inc({ signal: 'traces', reason: 'full' }, 4_120);
    const starts = async (seconds: number) =>
      (await metricsAt(seconds))[0]?.sum?.dataPoints.map((point) => [
        point.attributes.map(({ key, value }) => `${key}=${Object.values(value)}`).join(),
        point.startTimeUnixNano,
        point.asDouble,
      ]);
    const expected = [
      ['reason=full,signal=logs', nano(0), 1],
      ['reason=full,signal=traces', nano(10), 4_120],
    ];
    expect(await starts(20)).toEqual(expected);
    expect(await starts(30)).toEqual(expected);
  });
});

it('a gauge has no start; what is not a number is no value', async () => {
  const gauge = new Gauge({ name: 'queue', help: '-', labelNames: ['of'], registers });
  gauge.set({ of: 'a' }, 2.5);
  gauge.set({ of: 'b' }, Number.NaN);
  expect((await metricsAt(10))[0]?.gauge).toEqual({
    dataPoints: [{ attributes: [attribute('of', 'a')], timeUnixNano: nano(10), asDouble: 2.5 }],
  });
});

it('a histogram counts each value in one bucket only, those above the last bound too', async () => {
  const histogram = new Histogram({
    name: 'took_seconds',
    help: '-',
    labelNames: ['table', 'status'],
    buckets: [0.1, 1],
    registers,
  });
  for (const seconds of [0.05, 0.06, 0.5, 3, 4, 5]) {
    histogram.observe({ table: 'spans', status: 200 }, seconds);
  }
  histogram.observe({ table: 'logs', status: 503 }, 0.1);
  const [metric] = await metricsAt(10);
  expect(metric?.unit).toBe('s');
  const times = { startTimeUnixNano: nano(0), timeUnixNano: nano(10) };
  expect(metric?.histogram).toEqual({
    aggregationTemporality: 2,
    dataPoints: [
      {
        attributes: [attribute('status', '200'), attribute('table', 'spans')],
        ...times,
        count: '6',
        sum: expect.closeTo(12.61),
        explicitBounds: [0.1, 1],
        bucketCounts: ['2', '1', '3'],
      },
      {
        attributes: [attribute('status', '503'), attribute('table', 'logs')],
        ...times,
        count: '1',
        sum: 0.1,
        explicitBounds: [0.1, 1],
        bucketCounts: ['1', '0', '0'],
      },
    ],
  });
});

it('a counter that was never touched and has labels says nothing', async () => {
  new Counter({ name: 'a_total', help: '-', labelNames: ['reason'], registers });
  expect(await metricsAt(10)).toEqual([]);
});

it('leaves out what only a debugger asks for', async () => {
  for (const name of ['nodejs_heap_space_size_used_bytes', 'nodejs_heap_size_used_bytes']) {
    new Gauge({ name, help: '-', registers });
  }
  expect((await metricsAt(10)).map(({ name }) => name)).toEqual(['nodejs_heap_size_used_bytes']);
});
