import { describe, expect, test } from 'vitest';
import { CALM, judge, type Judgement, MAX_SHARE, type Turn } from './overload.ts';

const LIMIT = 500;
const busy = { utilization: 1, requests: 10 };
const calm: Turn = { delayMs: 1, requests: 10, utilization: 0.1 };
const late: Turn = { ...busy, delayMs: 1000 };
const barelyLate: Turn = { ...busy, delayMs: 510 };
const between: Turn = { ...busy, delayMs: 400 };

const after = (...turns: Turn[]): Judgement =>
  turns.reduce((before, turn) => judge(before, turn, LIMIT), CALM);
const times = (count: number, turn: Turn): Turn[] => Array.from({ length: count }, () => turn);

describe('nothing is refused', () => {
  test.each<[string, Turn[]]>([
    ['a healthy service', times(100, calm)],
    ['a service at its limit', times(100, { ...busy, delayMs: LIMIT, requests: 100 })],
    ['a garbage collection', [calm, { ...busy, delayMs: 3000, requests: 50 }, calm]],
    ['two long pauses, one after the other', [late, late, calm, late, late, calm]],
    ['a loop that has time to wait', times(100, { ...late, utilization: 0.8 })],
    ['other work that holds the loop', times(100, { ...busy, delayMs: 2000, requests: 1 })],
    [
      'a machine that slept, again and again',
      times(10, { ...busy, delayMs: 60_000, requests: 500 }),
    ],
  ])('%s', (_, turns) => expect(after(...turns).share).toBe(0));
});

test('late turn after turn → some → more and more → never all', () => {
  expect(after(...times(2, late)).share).toBe(0);
  expect(after(...times(3, late)).share).toBe(0.5);
  expect(after(...times(4, late)).share).toBe(0.75);
  expect(after(...times(50, late)).share).toBe(MAX_SHARE);
});

test('the later, the more at once; and never without effect', () => {
  expect(after(late, late, { ...busy, delayMs: 5000, requests: 100 }).share).toBe(0.9);
  expect(after(...times(3, barelyLate)).share).toBe(0.05);
  expect(after(...times(4, barelyLate)).share).toBe(0.1);
});

test('in between → as it was; in time → less; late again → at once more', () => {
  const shedding = times(3, late);
  expect(after(...shedding, ...times(50, between)).share).toBe(0.5);
  expect(after(...shedding, ...times(5, calm)).share).toBe(0.4);
  expect(after(...shedding, ...times(5, calm), late).share).toBe(0.7);
  expect(after(...shedding, ...times(25, calm)).share).toBe(0);
});
