import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { insert } from '../testing/insert.ts';
import { relatedLogs } from './related.ts';
import { traceLogTimes } from './times.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const range = { from: BEGIN, to: BEGIN + 1_000n };
const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(32)) as [string, string, string];

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  const log = (after: bigint, body: string, traceId?: string, correlationId = '') => ({
    time: String(BEGIN + after),
    body,
    correlation_id: correlationId,
    ...(traceId && { trace_id: traceId }),
  });
  await insert(store, 'logs', [
    log(30n, 'b', B),
    log(10n, 'a', A, 'order-7'),
    log(20n, 'no trace', undefined, 'order-7'),
    log(40n, 'c', C, 'order-7'),
    log(50n, 'neither'),
    log(2_000n, 'a, too late', A),
  ]);
});
afterAll(() => store.close());

describe('relatedLogs', () => {
  it('joins the records of the traces and those that carry the id, earliest first', async () => {
    const { rows, total } = await relatedLogs(
      store,
      { traceIds: [A, B], correlationId: 'order-7', range },
      10,
    );
    expect(rows.map((row) => row.body)).toEqual(['a', 'no trace', 'b', 'c']);
    expect(total).toBe(4);
  });

  it('tells how many there are beyond the limit', async () => {
    const related = { traceIds: [A, B], correlationId: 'order-7', range };
    const { rows, total } = await relatedLogs(store, related, 2);
    expect(rows.map((row) => row.body)).toEqual(['a', 'no trace']);
    expect(total).toBe(4);
  });

  it('takes traces alone, an id alone, or nothing', async () => {
    const bodies = async (traceIds: string[], correlationId?: string) =>
      (
        await relatedLogs(
          store,
          { traceIds, range, ...(correlationId !== undefined && { correlationId }) },
          10,
        )
      ).rows.map((row) => row.body);
    expect(await bodies([A])).toEqual(['a']);
    expect(await bodies([], 'order-7')).toEqual(['a', 'no trace', 'c']);
    expect(await bodies([])).toEqual([]);
  });
});

describe('traceLogTimes', () => {
  it('covers all records of a trace', async () => {
    expect(await traceLogTimes(store, A)).toEqual({ from: BEGIN + 10n, to: BEGIN + 2_001n });
    expect(await traceLogTimes(store, 'd'.repeat(32))).toBeUndefined();
  });
});
