import { describe, expect, it } from 'vitest';
import { describeRange, momentMs, parseRange, rangeLengthMs, widerRange } from './range.ts';

const NOW = Date.parse('2026-05-04T12:00:00Z');

describe('parseRange', () => {
  const cases: [string, { from: string; to: string } | undefined][] = [
    ['15m', { from: 'now-15m', to: 'now' }],
    [' 2H ', { from: 'now-2h', to: 'now' }],
    ['now-1h', { from: 'now-1h', to: 'now' }],
    ['now-2h to now-1h', { from: 'now-2h', to: 'now-1h' }],
    ['now-2h..now-1h', { from: 'now-2h', to: 'now-1h' }],
    ['2026-05-04T10:00:00Z', { from: '2026-05-04T10:00:00.000Z', to: 'now' }],
    [
      '2026-05-04T10:00:00+09:00 to 2026-05-04T11:00:00Z',
      { from: '2026-05-04T01:00:00.000Z', to: '2026-05-04T11:00:00.000Z' },
    ],
    ['1777888800', { from: '1777888800000', to: 'now' }],
    ['1777888800000', { from: '1777888800000', to: 'now' }],
    ['1777888800000123456', { from: '1777888800000', to: 'now' }],
    ['', undefined],
    ['now', undefined],
    ['yesterday', undefined],
    ['12', undefined],
    ['2026-13-45T00:00', undefined],
    ['now-1h to soon', undefined],
  ];
  it.each(cases)('%j → %j', (text, range) => expect(parseRange(text)).toEqual(range));

  it('reads a date without a zone as local time', () => {
    const range = parseRange('2026-05-04');
    expect(momentMs(range!.from, NOW)).toBe(new Date(2026, 4, 4).getTime());
  });
});

describe('rangeLengthMs', () => {
  it('measures relative and absolute ends', () => {
    expect(rangeLengthMs({ from: 'now-15m', to: 'now' }, NOW)).toBe(900_000);
    expect(rangeLengthMs({ from: '2026-05-04T11:00:00Z', to: String(NOW) }, NOW)).toBe(3_600_000);
  });
  it('is undefined for ends in wrong order or not readable', () => {
    expect(rangeLengthMs({ from: 'now', to: 'now-1h' }, NOW)).toBeUndefined();
    expect(rangeLengthMs({ from: 'soon', to: 'now' }, NOW)).toBeUndefined();
  });
});

describe('describeRange', () => {
  it('names presets and other relative ranges', () => {
    expect(describeRange({ from: 'now-15m', to: 'now' })).toBe('Last 15 minutes');
    expect(describeRange({ from: 'now-90m', to: 'now' })).toBe('Last 90 minutes');
    expect(describeRange({ from: 'now-1d', to: 'now' })).toBe('Last day');
  });
  it('shows what it cannot read as it is', () => {
    expect(describeRange({ from: 'soon', to: 'now' })).toBe('soon – now');
  });
});

describe('widerRange', () => {
  it('goes to the next wider preset and ends at the widest', () => {
    expect(widerRange({ from: 'now-15m', to: 'now' }, NOW)).toEqual({ from: 'now-30m', to: 'now' });
    expect(widerRange({ from: 'now-24h', to: 'now' }, NOW)).toEqual({ from: 'now-7d', to: 'now' });
    expect(widerRange({ from: 'now-30d', to: 'now' }, NOW)).toBeUndefined();
  });
});
