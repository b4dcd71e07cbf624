import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../client.ts';
import { createTestStore } from '../testing/store.ts';
import { newestDocuments, VersionConflictError, writeDocument } from './documents.ts';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

const document = (id: string, version: number, body: unknown, deleted = false) =>
  ({ kind: 'alarm-rule', id, version, deleted, author: 'ada', origin: 'api', body }) as const;

it('keeps the newest version of each document', async () => {
  await writeDocument(store, document('a', 1, { name: 'slow' }), 1_000);
  await writeDocument(store, document('a', 2, { name: 'slower' }), 2_000);
  await writeDocument(store, document('b', 1, {}, true), 3_000);
  expect(await newestDocuments(store, ['alarm-rule'])).toEqual([
    { ...document('a', 2, { name: 'slower' }), time: 2_000 },
    { ...document('b', 1, {}, true), time: 3_000 },
  ]);
  expect(await newestDocuments(store, ['alarm-rule'], 'b')).toHaveLength(1);
  expect(await newestDocuments(store, ['channel'])).toEqual([]);
});

it('lets the first writer of a version win', async () => {
  const write = (name: string) => writeDocument(store, document('c', 1, { name }), 1_000);
  const outcomes = await Promise.allSettled(['x', 'y', 'z'].map(write));
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost.map(({ reason }) => reason)).toEqual([
    expect.any(VersionConflictError),
    expect.any(VersionConflictError),
  ]);
  expect(await newestDocuments(store, ['alarm-rule'], 'c')).toHaveLength(1);
});
