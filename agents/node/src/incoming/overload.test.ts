import { describe, expect, test } from 'vitest';
import { CALM, judge, type Judgement, MAX_SHARE, type Turn } from './overload.ts';

const LIMIT = 500;
const calm: Turn = { delayMs: 1, requests: 10 };
const late: Turn = { delayMs: 600, requests: 10 };
const between: Turn = { delayMs: 400, requests: 10 };

const after = (...turns: Turn[]): Judgement =>
  turns.reduce((before, turn) => judge(before, turn, LIMIT), CALM);
const times = (count: number, turn: Turn): Turn[] => Array.from({ length: count }, () => turn);

describe('nothing is refused', () => {
  test.each<[string, Turn[]]>([
    ['a healthy service', times(100, calm)],
    ['a service at its limit', times(100, { delayMs: LIMIT, requests: 100 })],
    ['a garbage collection', [calm, { delayMs: 3000, requests: 50 }, calm]],
    ['two long pauses, one after the other', [late, late, calm, late, late, calm]],
    ['other work that holds the loop', times(100, { delayMs: 2000, requests: 1 })],
    ['a machine that slept, again and again', times(10, { delayMs: 60_000, requests: 500 })],
  ])('%s', (_, turns) => expect(after(...turns).share).toBe(0));
});

test('late turn after turn → some → more and more → never all', () => {
  expect(after(...times(2, late)).share).toBe(0);
  expect(after(...times(3, late)).share).toBeCloseTo(0.2);
  expect(after(...times(4, late)).share).toBeCloseTo(0.4);
  expect(after(...times(50, late)).share).toBe(MAX_SHARE);
});

test('in between → as it was; in time → less; late again → at once more', () => {
  const shedding = times(4, late);
  expect(after(...shedding, ...times(50, between)).share).toBeCloseTo(0.4);
  expect(after(...shedding, ...times(5, calm)).share).toBeCloseTo(0.3);
  expect(after(...shedding, ...times(5, calm), late).share).toBeCloseTo(0.5);
  expect(after(...shedding, ...times(20, calm)).share).toBe(0);
});
