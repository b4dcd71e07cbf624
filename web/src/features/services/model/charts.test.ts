import { expect, it } from 'vitest';
import { chartsOf, MOST_LINES } from './charts.ts';

const point = (second: number, requests: number, errors = 0, p95Ms: number | null = 10) => ({
  timeUnixNano: `${second}000000000`,
  requests,
  errors,
  p50Ms: p95Ms === null ? null : p95Ms / 2,
  p95Ms,
  p99Ms: p95Ms === null ? null : p95Ms * 2,
});
const WINDOW = { from: 0, to: 120_000, answeredAt: 1_000_000 };

it('has a line for each version, with rates per second and shares of errors', () => {
  const series = [
    { value: '1.0', points: [point(0, 120, 6), point(60, 0, 0, null)] },
    { value: '', points: [point(0, 60), point(60, 30)] },
  ];
  const charts = chartsOf({ series, stepMs: 60_000 }, 'version', 'p99', WINDOW);
  expect(charts.rate.map(({ name, points }) => [name, points])).toEqual([
    [
      '1.0',
      [
        [0, 2],
        [60_000, 0],
      ],
    ],
    [
      '(no version)',
      [
        [0, 1],
        [60_000, 0.5],
      ],
    ],
  ]);
  expect(charts.errors[0]?.points).toEqual([
    [0, 0.05],
    [60_000, null],
  ]);
  expect(charts.latency.map(({ points }) => points[0]?.[1])).toEqual([20, 20]);
  expect(charts.allQuantiles).toBe(false);
});

it('one line alone has all of its quantiles', () => {
  const { latency, allQuantiles } = chartsOf(
    { series: [{ value: '', points: [point(0, 1)] }], stepMs: 60_000 },
    'none',
    'p95',
    WINDOW,
  );
  expect(latency.map(({ name, points }) => [name, points[0]?.[1]])).toEqual([
    ['p50', 5],
    ['p95', 10],
    ['p99', 20],
  ]);
  expect(allQuantiles).toBe(true);
});

it('takes a step that is cut by an end of the time over what lies within', () => {
  const series = [{ value: '', points: [point(0, 60), point(60, 40), point(100, 1)] }];
  const rate = (more: Partial<typeof WINDOW>) =>
    chartsOf({ series, stepMs: 60_000 }, 'none', 'p95', { ...WINDOW, ...more }).rate[0]?.points;
  expect(rate({ to: 100_000 })?.slice(0, 2)).toEqual([
    [0, 1],
    [60_000, 1],
  ]);
  expect(rate({ to: 70_000 })?.[1]).toEqual([60_000, null]);
  expect(rate({ from: 30_000 })?.[0]).toEqual([0, 2]);
});

it('the newest requests may not have arrived: no line falls at its end', () => {
  const series = [{ value: '', points: [point(0, 50), point(5, 50), point(10, 9), point(15, 1)] }];
  const now = { from: 0, to: 16_000, answeredAt: 16_000 };
  const rates = chartsOf({ series, stepMs: 5000 }, 'none', 'p95', now).rate[0]?.points;
  expect(rates?.map(([, rate]) => rate)).toEqual([10, 10, null, null]);
});

it('draws the largest ones only', () => {
  const series = Array.from({ length: 20 }, (_, at) => ({ value: `op${at}`, points: [] }));
  const { rate } = chartsOf({ series, stepMs: 1000 }, 'operation', 'p95', WINDOW);
  expect(rate).toHaveLength(MOST_LINES);
  expect(new Set(rate.map(({ color }) => color)).size).toBe(MOST_LINES);
});
