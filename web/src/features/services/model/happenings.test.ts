import { expect, it } from 'vitest';
import type { StoryEvent } from '../../../shared/story/stories.ts';
import { firingTimes, happeningsOf } from './happenings.ts';

const WINDOW = { from: 1000, to: 9000 };
const event = (sequence: number, timeMs: number, type: string, more: object = {}): StoryEvent => ({
  sequence,
  timeMs,
  type,
  subject: 'f1',
  chain: 'f1@1',
  service: 'payment',
  summary: `${type} of payment`,
  body: { fingerprint: 'f1', ruleName: 'payment is slow' },
  ...more,
});

it('puts versions and the turns of stories in order of time', () => {
  const found = happeningsOf(
    [
      { version: '1.0', instances: 1, firstSeenUnixNano: '500000000' },
      { version: '2.0', instances: 1, firstSeenUnixNano: '2500000000' },
      { version: '', instances: 1, firstSeenUnixNano: '2600000000' },
    ],
    [
      event(4, 4000, 'action.started'),
      event(3, 3500, 'notification.delivered'),
      event(2, 3000, 'alarm.firing'),
      event(5, 5000, 'instance.down', { chain: '' }),
      event(9, 9500, 'alarm.resolved'),
    ],
    WINDOW,
  );
  expect(found.map(({ words, tone }) => [words, tone])).toEqual([
    ['2.0', 'news'],
    ['payment is slow fires', 'bad'],
    ['breakers open', 'news'],
    ['instance down', 'bad'],
  ]);
  expect(found.map(({ leadsTo }) => leadsTo)).toEqual([
    { page: 'version', version: '2.0' },
    { page: 'alarm', fingerprint: 'f1' },
    { page: 'story', chain: 'f1@1' },
    { page: 'instances' },
  ]);
  expect(found[0]?.title).toContain('on 1 instance until now');
});

it('cuts the times of firing at the ends, and leaves out those outside', () => {
  const alarms = [
    { firedAt: 500, resolvedAt: 2000 },
    { firedAt: 8000, resolvedAt: null },
    { firedAt: null, resolvedAt: null },
    { firedAt: 100, resolvedAt: 900 },
  ];
  expect(firingTimes(alarms, WINDOW)).toEqual([
    { from: 1000, to: 2000 },
    { from: 8000, to: 9000 },
  ]);
});
