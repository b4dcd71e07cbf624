import type { Store } from '@nunchi/store';
import type { NewEvent } from '@nunchi/store/control/events';
import { createTestStore } from '@nunchi/store/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EventLog } from './log.ts';

let store: Store;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.close());

const NOW = 1_760_000_000_000;
const open = (now = NOW) => EventLog.open(store, () => now);

function instance(uid: string, status: 'healthy' | 'late' | 'left', time = NOW): NewEvent {
  return {
    type: `instance.${status}`,
    time,
    subject: uid,
    chain: '',
    service: 'cart',
    summary: `${uid} is ${status}`,
    cause: 0,
    body: { instanceUid: uid, service: 'cart', instance: uid, status, previous: 'unknown' },
  };
}

const statuses = (log: EventLog) =>
  [...log.state.instance.values()].map(({ body }) => `${body.instance} ${body.status}`);

it('has the state of the log it left, after a restart', async () => {
  const log = await open();
  await log.decide(() => [instance('a', 'healthy'), instance('b', 'healthy')]);
  await log.decide(() => [instance('a', 'late')]);
  const again = await open();
  expect(statuses(again).sort()).toEqual(['a late', 'b healthy']);
  expect(again.state.last).toBe(3);
});

it('decides again when another loop was first, on what that one wrote', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  await one.decide(() => [instance('a', 'late')]);
  const seen: number[] = [];
  await other.decide((state) => {
    seen.push(state.instance.size);
    return state.instance.has('a') ? [] : [instance('a', 'healthy')];
  });
  expect(seen).toEqual([0, 1]);
  expect(statuses(other)).toEqual(['a late']);
});

it('decides one at a time, each on the state that the one before left', async () => {
  const log = await open();
  const once = () =>
    log.decide((state) => (state.instance.size === 0 ? [instance('a', 'late')] : []));
  const stored = await Promise.all([once(), once(), once()]);
  expect(stored.map((events) => events.length)).toEqual([1, 0, 0]);
});

it('goes on after the store was away', async () => {
  const log = await EventLog.open(
    { rows: store.rows, insertRows: failingOnce(store.insertRows) },
    () => NOW,
  );
  await expect(log.decide(() => [instance('a', 'late')])).rejects.toThrow('away');
  await log.decide(() => [instance('a', 'healthy')]);
  expect(statuses(log)).toEqual(['a healthy']);
});

it('forgets what is long over', async () => {
  const log = await open();
  const day = 24 * 3_600_000;
  await log.decide(() => [
    instance('a', 'left', NOW - day - 1),
    instance('b', 'late', NOW - day - 1),
  ]);
  expect(statuses(log)).toEqual(['b late']);
  expect(statuses(await open())).toEqual(['b late']);
});

function failingOnce(insertRows: Store['insertRows']): Store['insertRows'] {
  let failed = false;
  return async (...args) => {
    if (failed) return insertRows(...args);
    failed = true;
    throw new Error('away');
  };
}
