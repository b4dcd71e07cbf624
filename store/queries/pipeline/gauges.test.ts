import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { pipelineGauges } from './gauges.ts';
import { addPoints, START_MS } from './testing/own.ts';

const steps = { startMs: START_MS, stepMs: 20_000, count: 3 };

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  const metric = 'journal_bytes';
  await addPoints(store, { metric }, 0, [
    [0, 1],
    [10, 50],
    [20, 20],
    [30, 30],
  ]);
  await addPoints(store, { metric }, 0, [
    [10, 5],
    [20, 70],
  ]);
  // Instead of the second one, which is gone.
  await addPoints(store, { metric }, 0, [[40, 8]]);
  await addPoints(store, { metric, service: 'nunchi-query-api' }, 0, [[60, 3]]);
});
afterAll(() => store.close());

it('is the highest sum and the highest single value in each step, and the newest', async () => {
  expect(await pipelineGauges(store, steps, ['journal_bytes'])).toEqual([
    {
      metric: 'journal_bytes',
      service: 'nunchi-collector',
      steps: new Map([
        [0, { sum: 90, max: 70 }],
        [1, { sum: 30, max: 30 }],
      ]),
      last: { sum: 8, max: 8 },
      lastMs: START_MS + 40_000,
      instances: 1,
    },
    {
      metric: 'journal_bytes',
      service: 'nunchi-query-api',
      steps: new Map([[2, { sum: 3, max: 3 }]]),
      last: { sum: 3, max: 3 },
      lastMs: START_MS + 60_000,
      instances: 1,
    },
  ]);
});

it('before the range says only when it was seen last', async () => {
  const later = { startMs: START_MS + 100_000, stepMs: 20_000, count: 3 };
  const [row] = await pipelineGauges(store, later, ['journal_bytes']);
  expect(row?.steps.size).toBe(0);
  expect(row?.lastMs).toBe(START_MS + 40_000);
});
