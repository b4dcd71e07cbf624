import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';
import { countOf, formatPercent, formatRate } from './number.ts';
import { cutMiddle } from './text.ts';
import { formatAbsolute, formatClock, formatRelative } from './time.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.0005, '500 ns'],
    [0.012, '12.0 µs'],
    [3.4, '3.40 ms'],
    [250, '250 ms'],
    [999.7, '1.00 s'],
    [1250, '1.25 s'],
    [59_999, '1m 00s'],
    [125_000, '2m 05s'],
    [3_720_000, '1h 02m'],
    [-1.5, '−1.50 ms'],
    [Number.NaN, '–'],
  ])('%d → %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('parseDuration', () => {
  it.each([
    ['250', 250],
    ['250ms', 250],
    ['0.1s', 100],
    ['1.5 s', 1500],
    ['20µs', 0.02],
    ['2m', 120_000],
    ['', undefined],
    ['-5ms', undefined],
    ['5 parsecs', undefined],
  ])('%j → %j', (text, ms) => expect(parseDuration(text)).toBe(ms));
});

describe('numbers', () => {
  it('says rates in a unit that reads well', () => {
    expect(formatRate(0, 900_000)).toBe('0/s');
    expect(formatRate(9000, 900_000)).toBe('10.0/s');
    expect(formatRate(30, 900_000)).toBe('2.00/min');
    expect(formatRate(1, 86_400_000 * 2)).toBe('0.02/h');
  });
  it('never rounds something to nothing, nor nearly all to all', () => {
    expect(formatPercent(0)).toBe('0%');
    expect(formatPercent(0.0001)).toBe('<0.1%');
    expect(formatPercent(0.034)).toBe('3.4%');
    expect(formatPercent(0.9999)).toBe('>99.9%');
    expect(formatPercent(1)).toBe('100%');
  });
  it('counts in words', () => {
    expect(countOf(1, 'span')).toBe('1 span');
    expect(countOf(1204, 'span')).toBe('1,204 spans');
  });
});

describe('times', () => {
  const nano = (ms: number, rest = '000000'): string => `${ms}${rest}`;
  it('shows the date only when it is another day', () => {
    const noon = new Date(2026, 4, 4, 12, 0, 0, 7).getTime();
    expect(formatClock(nano(noon), noon)).toBe('12:00:00.007');
    expect(formatClock(nano(noon), noon + 86_400_000)).toBe('May 04 12:00:00.007');
    expect(formatClock(nano(noon), noon + 3e10)).toBe('2026-05-04 12:00:00.007');
  });
  it('keeps nanoseconds', () => {
    expect(formatAbsolute(nano(1_777_888_800_123, '456789'))).toContain('.123456789 ');
  });
  it('says how long ago in one unit', () => {
    expect(formatRelative(nano(100_000), 101_000)).toBe('just now');
    expect(formatRelative(nano(100_000), 112_000)).toBe('12 s ago');
    expect(formatRelative(nano(7_200_000), 0)).toBe('in 2 h');
  });
});

describe('cutMiddle', () => {
  it.each([
    ['GET /cart', 10, 'GET /cart'],
    ['GET /orders/{id}', 10, 'GET…s/{id}'],
    ['결제 서비스의 아주 긴 이름', 7, '결제…긴 이름'],
  ])('%s to %d → %s', (text, most, cut) => {
    expect(cutMiddle(text, most)).toBe(cut);
    expect([...cut].length).toBeLessThanOrEqual(most);
  });
});
