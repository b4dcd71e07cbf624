import { expect, it } from 'vitest';
import type { StoryEvent } from '../../../shared/story/stories.ts';
import { dismiss, NO_NOTICES, takeIn } from './notices.ts';

/** `3 firing a`: event 3, of chain a. */
const events = (text: string): StoryEvent[] =>
  text
    .split(',')
    .filter((each) => each.trim() !== '')
    .map((each) => {
      const [sequence, state, chain] = each.trim().split(' ');
      return {
        sequence: Number(sequence),
        timeMs: 0,
        type: `alarm.${state}`,
        subject: chain!,
        chain: chain!,
        service: '',
        summary: `${chain} ${state}`,
        body: { severity: 'critical' },
      };
    });
const shown = ({ shown: notices }: ReturnType<typeof takeIn>): string =>
  notices.map(({ text }) => text).join(', ');

it('does not tell what was there before the UI was opened', () => {
  expect(shown(takeIn(NO_NOTICES, events('1 firing a, 2 resolved b')))).toBe('');
  // Even when there was nothing at all.
  expect(shown(takeIn(takeIn(NO_NOTICES, []), events('1 firing a')))).toBe('a firing');
});

it('tells each transition once, and nothing of pending', () => {
  let notices = takeIn(NO_NOTICES, events('1 firing a'));
  notices = takeIn(notices, events('3 firing b, 2 pending b, 1 firing a'));
  expect(shown(notices)).toBe('b firing');
  const again = takeIn(notices, events('3 firing b, 2 pending b'));
  expect(again).toBe(notices);
  expect(shown(takeIn(dismiss(notices, 3), events('3 firing b')))).toBe('');
});

it('puts resolved in the place of firing', () => {
  let notices = takeIn(takeIn(NO_NOTICES, []), events('1 firing a, 2 firing b'));
  notices = takeIn(notices, events('4 resolved a'));
  expect(shown(notices)).toBe('b firing, a resolved');
});

it('shows the newest four of a storm', () => {
  const storm = events('1 firing a, 2 firing b, 3 firing c, 4 firing d, 5 firing e');
  expect(shown(takeIn(takeIn(NO_NOTICES, []), storm))).toBe(
    'b firing, c firing, d firing, e firing',
  );
});
