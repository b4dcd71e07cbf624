import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { pipelineCounters } from './counters.ts';
import { addPoints, START_MS } from './testing/own.ts';

const steps = { startMs: START_MS, stepMs: 10_000, count: 6 };
const LONG_AGO = -5_000;

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

/** The increases of the six steps; a dot where no point covers one. */
async function increases(metric: string): Promise<string[]> {
  const rows = await pipelineCounters(store, steps, [metric]);
  return rows.map(({ service, labels, steps: found }) => {
    const values = Array.from({ length: 6 }, (_, step) => found.get(step) ?? '.');
    return `${service} ${JSON.stringify(labels)}: ${values.join(' ')}`;
  });
}

it('is what came in each step; a point at the end of a step belongs to it', async () => {
  const metric = 'plain';
  await addPoints(store, { metric }, LONG_AGO, [
    [-10, 90],
    [0, 100],
    [10, 103],
    [15, 104],
    [20, 110],
    [30, 110],
  ]);
  expect(await increases(metric)).toEqual(['nunchi-collector {}: 3 7 0 . . .']);
});

it('sums over instances, by service and labels', async () => {
  const metric = 'labelled';
  const add = (service: string, reason: string, to: number) =>
    addPoints(store, { metric, service, labels: { reason } }, LONG_AGO, [
      [0, 1],
      [10, to],
    ]);
  await add('nunchi-collector', 'full', 3);
  await add('nunchi-collector', 'full', 5);
  await add('nunchi-collector', 'late', 2);
  await add('nunchi-query-api', 'full', 9);
  expect(await increases(metric)).toEqual([
    'nunchi-collector {"reason":"full"}: 6 . . . . .',
    'nunchi-collector {"reason":"late"}: 1 . . . . .',
    'nunchi-query-api {"reason":"full"}: 8 . . . . .',
  ]);
});

it('a restart counts from zero: as another instance, and as the same one', async () => {
  const metric = 'restarted';
  await addPoints(store, { metric, labels: { how: 'other' } }, LONG_AGO, [
    [0, 100],
    [10, 110],
  ]);
  await addPoints(store, { metric, labels: { how: 'other' } }, 12, [
    [20, 4],
    [30, 6],
  ]);
  await addPoints(store, { metric, labels: { how: 'same' } }, LONG_AGO, [
    [0, 100],
    [10, 110],
    [20, 4],
    [30, 6],
  ]);
  expect(await increases(metric)).toEqual([
    'nunchi-collector {"how":"other"}: 10 4 2 . . .',
    'nunchi-collector {"how":"same"}: 10 4 2 . . .',
  ]);
});

it('a series that comes up counts from its start; one whose past is unknown does not', async () => {
  const metric = 'young';
  await addPoints(store, { metric, labels: { which: 'began' } }, 20, [[30, 4_120]]);
  await addPoints(store, { metric, labels: { which: 'unknown' } }, LONG_AGO, [
    [30, 4_120],
    [40, 4_121],
  ]);
  expect(await increases(metric)).toEqual([
    'nunchi-collector {"which":"began"}: . . 4120 . . .',
    'nunchi-collector {"which":"unknown"}: . . 0 1 . .',
  ]);
});

it('shares out what came between two points that are further apart than a step', async () => {
  const metric = 'sparse';
  await addPoints(store, { metric }, LONG_AGO, [
    [-20, 0],
    [20, 40],
    [50, 70],
  ]);
  expect(await increases(metric)).toEqual(['nunchi-collector {}: 10 10 10 10 10 .']);
});

it('looks at the stack alone', async () => {
  await addPoints(store, { metric: 'foreign', namespace: 'ours' }, LONG_AGO, [
    [0, 1],
    [10, 2],
  ]);
  expect(await increases('foreign')).toEqual([]);
  expect(await increases('none')).toEqual([]);
});
