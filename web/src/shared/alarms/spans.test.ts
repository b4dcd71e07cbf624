import { expect, it } from 'vitest';
import { durationMs, lagWords, spanWords } from './spans.ts';

it('reads the durations of rules, and nothing else', () => {
  expect(durationMs('30s')).toBe(30_000);
  expect(durationMs(' 500ms ')).toBe(500);
  expect(durationMs('1d')).toBe(86_400_000);
  for (const bad of ['', '30', '1.5s', '-3s', '1w', '1234567s']) {
    expect(durationMs(bad)).toBeUndefined();
  }
});

it('says a span of time in at most two units', () => {
  expect(spanWords(340)).toBe('340 ms');
  expect(spanWords(45_400)).toBe('45 s');
  expect(spanWords(120_000)).toBe('2 min');
  expect(spanWords(390_000)).toBe('6 min 30 s');
  expect(spanWords(3_599_700)).toBe('1 h');
  expect(spanWords(11_100_000)).toBe('3 h 5 min');
  expect(spanWords(2 * 86_400_000)).toBe('2 d');
});

it('says the lag between two steps', () => {
  expect(lagWords(12)).toBe('+0 s');
  expect(lagWords(420)).toBe('+0.4 s');
  expect(lagWords(2_345)).toBe('+2.3 s');
  expect(lagWords(125_000)).toBe('+2 min 5 s');
});
