import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Store, StoreUnavailableError } from '../client.ts';
import { createTestStore } from '../testing/store.ts';
import { QueryLimitError, withLimits } from './limits.ts';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

describe('withLimits', () => {
  it.each([
    [
      'time',
      'SELECT sleepEachRow(0.5) FROM numbers(10) SETTINGS max_block_size = 1',
      { max_execution_time: 1 },
    ],
    ['size', 'SELECT number FROM numbers(11)', { max_result_rows: '10' }],
    [
      'memory',
      'SELECT groupArray(number) FROM numbers(100000000)',
      { max_memory_usage: '10000000' },
    ],
  ] as const)('says that the limit of %s was met', async (limit, sql, settings) => {
    const error = await withLimits(store, settings)
      .rows(sql)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(QueryLimitError);
    expect(error).toMatchObject({ limit });
  });

  it('says that the store is not ready when the schema is not there yet', async () => {
    const asked = withLimits(store).rows('SELECT 1 FROM not_migrated_yet');
    await expect(asked).rejects.toBeInstanceOf(StoreUnavailableError);
  });

  it('lets other errors and answers through', async () => {
    await expect(withLimits(store).rows('SELECT none')).rejects.not.toBeInstanceOf(QueryLimitError);
    expect(await withLimits(store).rows('SELECT {n:UInt8} AS n', { n: 5 })).toEqual([{ n: 5 }]);
  });
});
