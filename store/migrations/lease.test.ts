import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../client.ts';
import { createTestStore } from '../testing/store.ts';
import { holdLease } from './lease.ts';

let store: Store;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.close());

it('keeps the lease through a step that takes longer than the lease', async () => {
  const lengths = () =>
    store.rows<{ n: string }>(`SELECT count() AS n FROM schema_lease WHERE owner = 'slow'`);
  const order: string[] = [];
  const slow = holdLease(
    store,
    'slow',
    pause,
    async (renew) => {
      // Taken once, and renewed often enough to have outlived its first two seconds.
      while (Number((await lengths())[0]?.n) < 5) await pause(50);
      await renew();
      order.push('slow');
    },
    2,
  );
  while ((await lengths())[0]?.n === '0') await pause(10);
  const second = holdLease(store, 'second', pause, async () => void order.push('second'), 2);
  await Promise.all([slow, second]);
  expect(order).toEqual(['slow', 'second']);
});
