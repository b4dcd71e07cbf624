import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import { parseRange, parseTime } from './time.ts';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
const nanos = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;

describe('parseTime', () => {
  it.each([
    ['now', '2026-01-31T12:00:00Z'],
    ['now-15m', '2026-01-31T11:45:00Z'],
    ['now-90s', '2026-01-31T11:58:30Z'],
    ['now-1h', '2026-01-31T11:00:00Z'],
    ['now-7d', '2026-01-24T12:00:00Z'],
    ['now-2w', '2026-01-17T12:00:00Z'],
    ['now-0s', '2026-01-31T12:00:00Z'],
    ['1769860800123', '2026-01-31T12:00:00.123Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
    ['2026-01-31t12:00:00z', '2026-01-31T12:00:00Z'],
    ['2026-01-31T12:00:00+05:30', '2026-01-31T06:30:00Z'],
    ['2024-02-29T00:00:00-01:00', '2024-02-29T01:00:00Z'],
  ])('%s is %s', (text, expected) => expect(parseTime(text, NOW)).toBe(nanos(expected)));

  it('keeps nanoseconds', () => {
    expect(parseTime('2026-01-31T12:00:00.123456789Z', NOW)).toBe(
      nanos('2026-01-31T12:00:00Z') + 123_456_789n,
    );
    expect(parseTime('2026-01-31T12:00:00.5Z', NOW)).toBe(nanos('2026-01-31T12:00:00.500Z'));
  });

  it.each([
    '',
    'yesterday',
    'now+1h',
    'now-',
    'now-15',
    'now-15M',
    'now-1.5h',
    'now - 1h',
    '-1',
    '1e12',
    '12345678901234567890',
    '4294967296000',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-30T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-01-31T24:00:01Z',
    '2026-01-31T12:00:60Z',
    '2026-01-31T12:00:00+24:00',
    '1969-12-31T23:59:59Z',
    'now-999999999w',
    '2026-01-31T12:00:00Z\n',
  ])('%j is not a time', (text) => expect(parseTime(text, NOW)).toBeUndefined());
});

describe('parseRange', () => {
  const wrong = (from: string, to: string) => {
    try {
      parseRange({ from, to }, NOW);
    } catch (error) {
      return error as ApiError;
    }
    throw new Error('no error');
  };

  it('reads both ends', () => {
    expect(parseRange({ from: 'now-1h', to: 'now' }, NOW)).toEqual({
      from: nanos('2026-01-31T11:00:00Z'),
      to: nanos('2026-01-31T12:00:00Z'),
    });
  });

  it('says which end is wrong, and what is accepted', () => {
    expect(wrong('now-1h', 'soon')).toMatchObject({ code: 'invalid_time', parameter: 'to' });
    expect(wrong('soon', 'now').message).toMatch(
      /from=soon.*RFC 3339.*epoch milliseconds.*now-15m/,
    );
  });

  it('needs from before to, and not too far', () => {
    expect(wrong('now', 'now')).toMatchObject({ code: 'invalid_range' });
    expect(wrong('now', 'now-1h')).toMatchObject({ code: 'invalid_range' });
    expect(parseRange({ from: 'now-366d', to: 'now' }, NOW)).toBeDefined();
    expect(wrong('now-367d', 'now').message).toContain('366 days');
  });
});
