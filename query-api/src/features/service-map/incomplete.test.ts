import { expect, it } from 'vitest';
import { incompleteness } from './incomplete.ts';

it('says what is missing, in both ranges', () => {
  expect(incompleteness({ minutes: 0, spans: 0 }, undefined)).toBeNull();
  expect(incompleteness({ minutes: 2, spans: 1_000_000 }, { minutes: 1, spans: 5 })).toEqual({
    minutes: 3,
    reason:
      'The calls of 3 minutes (1,000,005 spans) are not summed up yet: the control loop does that, newest first. Ask again later.',
  });
});
