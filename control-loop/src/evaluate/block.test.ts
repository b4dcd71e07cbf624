import type { ControlEvent, NewEvent } from '@nunchi/store/control/events';
import { expect, it } from 'vitest';
import { emptyState } from '../log/state.ts';
import { decideInBlocks, firstBlock } from './block.ts';

const event = (type: string, subject: string) => ({ type, subject, cause: 0 }) as NewEvent;
const alarm = (subject: string) => event('alarm.firing', subject);
const told = (subject: string) => event('notification.queued', subject);
const subjects = (events: readonly NewEvent[]) => events.map(({ subject }) => subject).join(' ');

const events = [alarm('a'), told('a1'), told('a2'), alarm('b'), told('b1'), alarm('c')];
const SIZE = JSON.stringify(alarm('a')).length;

it.each([
  [0, 'a a1 a2'],
  [SIZE * 3, 'a a1 a2'],
  [SIZE * 5, 'a a1 a2 b b1'],
  [SIZE * 6, 'a a1 a2 b b1 c'],
])('a block of %i characters keeps an alarm with its notifications', (most, block) => {
  expect(subjects(firstBlock(events, most))).toBe(block);
});

it('decides again what was left out', async () => {
  const blocks: string[] = [];
  const stored = new Set<string>();
  const log = {
    decide: async (decision: (state: ReturnType<typeof emptyState>) => readonly NewEvent[]) => {
      const block = decision(emptyState());
      blocks.push(subjects(block));
      for (const { subject } of block) stored.add(subject);
      return block as readonly ControlEvent[];
    },
  };
  await decideInBlocks(log, () => events.filter(({ subject }) => !stored.has(subject)), SIZE * 3);
  expect(blocks).toEqual(['a a1 a2', 'b b1 c']);
});
