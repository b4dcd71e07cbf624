import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../client.ts';
import { createTestStore } from '../../testing/store.ts';
import { insert } from '../testing/insert.ts';
import { correlatedTraces } from './traces.ts';

const BEGIN = 1_760_000_000_000_000_000n;
const at = (after: number) => String(BEGIN + BigInt(after));
const [A, B] = ['a'.repeat(32), 'b'.repeat(32)];
const NONE = '0'.repeat(32);

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
  const correlation_id = 'order-7';
  await insert(store, 'spans', [
    { start_time: at(20), trace_id: B, correlation_id },
    { start_time: at(10), trace_id: A, correlation_id },
    { start_time: at(1), trace_id: A, correlation_id: 'another' },
  ]);
  await insert(store, 'spans', [{ start_time: at(30), trace_id: A, correlation_id }]);
  await insert(store, 'logs', [{ time: at(40), correlation_id }]);
});
afterAll(() => store.close());

describe('correlatedTraces', () => {
  it('knows every trace, and the records without one, earliest first', async () => {
    const all = { total: '2', totalFirstUnixNano: at(10), totalLastUnixNano: at(40) };
    expect(await correlatedTraces(store, 'order-7', 10)).toEqual([
      { traceId: A, firstUnixNano: at(10), lastUnixNano: at(30), ...all },
      { traceId: B, firstUnixNano: at(20), lastUnixNano: at(20), ...all },
      { traceId: NONE, firstUnixNano: at(40), lastUnixNano: at(40), ...all },
    ]);
    expect(await correlatedTraces(store, 'order-7', 1)).toEqual([
      { traceId: A, firstUnixNano: at(10), lastUnixNano: at(30), ...all },
    ]);
    expect(await correlatedTraces(store, 'none', 10)).toEqual([]);
  });
});
