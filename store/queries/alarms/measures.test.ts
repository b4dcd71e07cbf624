import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { insert } from '../testing/insert.ts';
import { presentSeries } from './absent.ts';
import { MeasurementError } from './measures.ts';
import { measureSteps } from './measure-steps.ts';
import { measureSeries } from './threshold.ts';

const START_MS = 1_760_000_000_000;
const at = (seconds: number): bigint => BigInt(START_MS + seconds * 1_000) * 1_000_000n;
const range = (from: number, to: number) => ({ from: at(from), to: at(to) });

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  await insert(store, 'resources', [
    { resource_id: '1', service: 'pay', attributes: { 'host.name': 'alpha' } },
    { resource_id: '2', service: 'cart', attributes: { 'host.name': 'beta' } },
  ]);
  const request = (second: number, ms: number, columns: object = {}) => ({
    service: 'pay',
    resource_id: '1',
    kind: 2,
    start_time: String(at(second)),
    duration_ns: String(ms * 1_000_000),
    attributes: { 'http.route': '/pay' },
    ...columns,
  });
  await insert(store, 'spans', [
    // In the first ten seconds pay is fast, in the second it is slow, in the third silent.
    ...Array.from({ length: 20 }, (_, index) => request(index / 2, 10)),
    ...Array.from({ length: 10 }, (_, index) => request(10 + index, 900, { status_code: 2 })),
    ...Array.from({ length: 30 }, (_, index) =>
      request(index, 50, { service: 'cart', resource_id: '2', kind: 5, attributes: {} }),
    ),
    // Calls and inner work are no requests.
    ...Array.from({ length: 50 }, (_, index) => request(index / 5, 5_000, { kind: 3 })),
  ]);
});
afterAll(() => store.close());

describe('the measure of a range', () => {
  const measure = (measurement: object, from = 0, to = 20) =>
    measureSeries(
      store,
      { query: '', measure: 'count', by: ['service'], ...measurement },
      range(from, to),
    );

  it.each([
    ['count', 30, 20],
    ['request_rate', 1.5, 1],
    ['error_rate', 1 / 3, 0],
    ['latency_p50', 10, 50],
    ['latency_p95', 900, 50],
    ['latency_p99', 900, 50],
  ] as const)('%s of pay is %f, of cart %f', async (name, pay, cart) => {
    expect(await measure({ measure: name })).toEqual([
      { labels: { service: 'pay' }, requests: 30, value: expect.closeTo(pay, 6) },
      { labels: { service: 'cart' }, requests: 20, value: expect.closeTo(cart, 6) },
    ]);
  });

  it('is grouped by columns, words, attributes and what the resource says', async () => {
    const by = ['kind', 'status', 'http.route', 'resource.host.name'];
    expect((await measure({ by })).map(({ labels, requests }) => [labels, requests])).toEqual([
      [{ kind: 'consumer', status: 'unset', 'http.route': '', 'resource.host.name': 'beta' }, 20],
      [
        { kind: 'server', status: 'unset', 'http.route': '/pay', 'resource.host.name': 'alpha' },
        20,
      ],
      [
        { kind: 'server', status: 'error', 'http.route': '/pay', 'resource.host.name': 'alpha' },
        10,
      ],
    ]);
  });

  it('is of those spans that the query means', async () => {
    expect(await measure({ query: 'status:error' })).toMatchObject([{ requests: 10 }]);
    expect(await measure({ query: 'service:nobody' })).toEqual([]);
  });

  it('without groups is one series, of nothing too', async () => {
    expect(await measure({ by: [] })).toEqual([{ labels: {}, requests: 50, value: 50 }]);
    const none = { by: [], query: 'service:nobody' };
    expect(await measure(none)).toEqual([{ labels: {}, requests: 0, value: 0 }]);
    expect(await measure({ ...none, measure: 'latency_p95' })).toEqual([
      { labels: {}, requests: 0, value: null },
    ]);
  });

  it('cannot be of a query that does not parse, or by a field that is none', async () => {
    await expect(measure({ query: 'service:' })).rejects.toThrow(MeasurementError);
    await expect(measure({ by: ['colour'] })).rejects.toThrow(/grouped by colour/);
  });
});

describe('the measure in steps', () => {
  const p95 = { query: 'service:pay', measure: 'latency_p95', by: ['service'] } as const;
  const values = async (from: number, to: number, steps: { stepMs: number; windowMs?: number }) =>
    (await measureSteps(store, p95, range(from, to), steps)).map((series) =>
      series.steps.map((step) => [(step.at - START_MS) / 1_000, step.requests, step.value]),
    );

  it('is of each step', async () => {
    expect(await values(0, 32, { stepMs: 5_000 })).toEqual([
      [
        [5, 10, 10],
        [10, 10, 10],
        [15, 5, 900],
        [20, 5, 900],
        [25, 0, null],
        [30, 0, null],
      ],
    ]);
  });

  it('is of a window before the end of each step, beyond the range too', async () => {
    expect(await values(10, 30, { stepMs: 5_000, windowMs: 10_000 })).toEqual([
      [
        [15, 15, 900],
        [20, 10, 900],
        [25, 5, 900],
        [30, 0, null],
      ],
    ]);
  });

  it('is of the end of a step that is longer than its window', async () => {
    expect(await values(0, 20, { stepMs: 10_000, windowMs: 2_000 })).toEqual([
      [
        [10, 4, 10],
        [20, 2, 900],
      ],
    ]);
  });

  it('is of the series with most requests', async () => {
    const measurement = { query: '', measure: 'request_rate', by: ['service'] } as const;
    const series = await measureSteps(store, measurement, range(0, 30), {
      stepMs: 10_000,
      limit: 1,
    });
    expect(series.map(({ labels, requests }) => [labels, requests])).toEqual([
      [{ service: 'cart' }, 30],
    ]);
    expect(series[0]?.steps.map(({ value }) => value)).toEqual([1, 1, 1]);
  });

  it('has none in a range that is shorter', async () => {
    expect(await values(0, 4, { stepMs: 5_000 })).toEqual([]);
  });
});

describe('what is absent', () => {
  it('was there in the lookback, and is not in the window', async () => {
    const question = { query: '', by: ['service'] };
    expect(await presentSeries(store, question, range(20, 30), 15_000)).toEqual([
      { labels: { service: 'pay' }, before: 20, requests: 0, lastSeen: START_MS + 19_000 },
      { labels: { service: 'cart' }, before: 15, requests: 10, lastSeen: START_MS + 29_000 },
    ]);
    expect(await presentSeries(store, question, range(40, 50), 5_000)).toEqual([]);
  });
});
