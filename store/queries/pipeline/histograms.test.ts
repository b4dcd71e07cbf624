import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { pipelineHistograms } from './histograms.ts';
import { addHistogram, START_MS } from './testing/own.ts';

const steps = { startMs: START_MS, stepMs: 10_000, count: 6 };
const LONG_AGO = -5_000;
const BOUNDS = [0.1, 1];

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

async function added(metric: string): Promise<string[]> {
  const rows = await pipelineHistograms(store, steps, [metric]);
  return rows.flatMap(({ labels, steps: found }) =>
    found.map(
      ({ step, bounds, counts, sum }) =>
        `${Object.values(labels)} ${step}: ${counts.join(' ')} within ${bounds.join(' ')}, ${sum}`,
    ),
  );
}

it('is what was added in each step, summed over instances', async () => {
  const metric = 'took';
  const labels = { table: 'spans' };
  await addHistogram(store, { metric, labels }, LONG_AGO, BOUNDS, [
    [0, [5, 5, 5], 30],
    [10, [6, 5, 7], 38],
    [20, [6, 5, 7], 38],
    [40, [9, 5, 7], 38.5],
  ]);
  await addHistogram(store, { metric, labels }, LONG_AGO, BOUNDS, [
    [-30, [1, 1, 1], 3],
    [10, [1, 2, 1], 3.5],
  ]);
  expect(await added(metric)).toEqual([
    'spans 0: 1 1 2 within 0.1 1, 8.5',
    'spans 3: 3 0 0 within 0.1 1, 0.5',
  ]);
});

it('a restart counts from zero: as another instance, and as the same one', async () => {
  const metric = 'restarted';
  await addHistogram(store, { metric, labels: { how: 'other' } }, 5, BOUNDS, [[20, [2, 0, 1], 4]]);
  await addHistogram(store, { metric, labels: { how: 'same' } }, LONG_AGO, BOUNDS, [
    [10, [8, 8, 8], 40],
    [20, [9, 0, 1], 4],
  ]);
  expect(await added(metric)).toEqual([
    'other 1: 2 0 1 within 0.1 1, 4',
    'same 1: 9 0 1 within 0.1 1, 4',
  ]);
});

it('keeps buckets with other bounds apart', async () => {
  const metric = 'rebuilt';
  await addHistogram(store, { metric }, 0, BOUNDS, [[10, [1, 0, 0], 0]]);
  await addHistogram(store, { metric }, 0, [0.5], [[10, [0, 1], 2]]);
  expect(await added(metric)).toEqual([' 0: 1 0 0 within 0.1 1, 0', ' 0: 0 1 within 0.5, 2']);
});
