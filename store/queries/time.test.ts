import { describe, expect, it } from 'vitest';
import { growingWindows, isTraceId } from './time.ts';

const SECOND = 1_000_000_000n;

describe('growingWindows', () => {
  it.each([
    ['a quarter of an hour', 900n * SECOND],
    ['a year', 366n * 86_400n * SECOND],
    ['less than a second', 7n],
    ['one nanosecond', 1n],
  ])('covers %s without gap or overlap, newest first', (_name, length) => {
    const range = { from: 1_700_000_000n * SECOND, to: 1_700_000_000n * SECOND + length };
    const windows = [...growingWindows(range)];
    expect(windows[0]?.to).toBe(range.to);
    expect(windows.at(-1)?.from).toBe(range.from);
    for (const [index, window] of windows.entries()) {
      expect(window.from < window.to).toBe(true);
      if (index > 0) expect(window.to).toBe(windows[index - 1]?.from);
    }
    expect(windows.length).toBeLessThan(13);
  });

  it('begins with no more than a minute', () => {
    const [first] = growingWindows({ from: 0n, to: 86_400n * SECOND });
    expect(first).toEqual({ from: 86_340n * SECOND, to: 86_400n * SECOND });
  });

  it('is empty for an empty range', () => {
    expect([...growingWindows({ from: 5n, to: 5n })]).toEqual([]);
  });
});

describe('isTraceId', () => {
  it.each([
    ['5b8efff798038103d269b633813fc60c', true],
    ['5B8EFFF798038103D269B633813FC60C', true],
    ['00000000000000000000000000000000', false],
    ['5b8efff798038103d269b633813fc60', false],
    ['order-4711', false],
  ])('%s: %s', (text, expected) => expect(isTraceId(text)).toBe(expected));
});
