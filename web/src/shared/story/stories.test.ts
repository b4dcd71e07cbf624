import { expect, it } from 'vitest';
import { tellStories, type StoryEvent } from './stories.ts';

/** `3 alarm.firing a` is an event with sequence 3, at second 3, of chain a; `-` is no chain. */
const events = (text: string): StoryEvent[] =>
  text.split(',').map((line) => {
    const [sequence, type, chain, subject = 's'] = line.trim().split(' ');
    return {
      sequence: Number(sequence),
      timeMs: Number(sequence) * 1000,
      type: type!,
      subject,
      chain: chain === '-' ? '' : chain!,
      service: '',
      summary: '',
      body: {},
    };
  });
const told = (text: string): string =>
  tellStories(events(text))
    .map(({ id, steps }) => `${id}: ${steps.map(({ event }) => event.sequence).join(' ')}`)
    .join(' | ');

it('tells each chain as a story, the newest first, its steps as they happened', () => {
  expect(told('5 alarm.resolved a, 4 alarm.firing b, 1 alarm.pending a, 3 alarm.firing a')).toBe(
    'a: 1 3 5 | b: 4',
  );
});

it('leaves what belongs to no chain alone', () => {
  expect(told('1 kill-switch.on -, 2 instance.down -')).toBe('#2: 2 | #1: 1');
});

it('takes an event once that was read twice', () => {
  expect(told('1 alarm.firing a, 1 alarm.firing a')).toBe('a: 1');
});

it('says breakers that do the same in one step, with the lag to the step before', () => {
  const [story] = tellStories(
    events('1 action.started a, 3 breaker.open a x, 4 breaker.open a y, 6 action.applied a'),
  );
  expect(story!.steps.map(({ lagMs, more }) => [lagMs, more.length])).toEqual([
    [undefined, 0],
    [2000, 1],
    [2000, 0],
  ]);
});

it('knows how its alarm and each of its actions are now', () => {
  const [story] = tellStories(
    events(
      '1 alarm.firing a, 2 action.started a one, 3 action.refused a two, 4 action.ended a one',
    ),
  );
  expect(story!.alarm?.type).toBe('alarm.firing');
  expect(story!.actions.map(({ type }) => type)).toEqual(['action.ended', 'action.refused']);
});
