import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../client.ts';
import { createTestStore } from '../testing/store.ts';
import {
  appendEvents,
  eventsAfter,
  LogConflictError,
  newestEvents,
  newestSequence,
} from './event-log.ts';
import type { NewEvent } from './events.ts';

let store: Store;
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(() => store.close());

function killSwitch(engaged: boolean, cause = 0): NewEvent {
  return {
    type: engaged ? 'kill-switch.on' : 'kill-switch.off',
    time: 1_760_000_000_123,
    subject: 'kill-switch',
    chain: '',
    service: '',
    summary: 'Somebody threw the switch.',
    cause,
    body: { engaged, by: 'ada', reason: 'drill' },
  };
}

it('numbers events without gaps and links those of a block', async () => {
  const first = await appendEvents(store, 0, [killSwitch(true)]);
  const more = await appendEvents(store, 1, [killSwitch(false, 1), killSwitch(true, -1)]);
  expect([...first, ...more].map(({ sequence, cause }) => [sequence, cause])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
  expect(await eventsAfter(store, 0)).toEqual([...first, ...more]);
  expect(await eventsAfter(store, 2)).toEqual(more.slice(1));
  expect(await newestEvents(store, 0)).toEqual(more.slice(1));
  expect(await newestSequence(store)).toBe(3);
});

it('lets one of two loops append at a place, wholly', async () => {
  const outcomes = await Promise.allSettled([
    appendEvents(store, 0, [killSwitch(true), killSwitch(false)]),
    appendEvents(store, 0, [killSwitch(false)]),
  ]);
  const lost = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(lost?.reason).toBeInstanceOf(LogConflictError);
  const won = outcomes.find((outcome) => outcome.status === 'fulfilled');
  expect(await eventsAfter(store, 0)).toEqual(won?.value);
});
