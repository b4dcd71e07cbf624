import { describe, expect, it } from 'vitest';
import { Windows } from './windows.ts';

const MINUTE = 60_000_000_000n;
const FROM = 1_000n * MINUTE;

/** The widths of all windows, in minutes, when each of them brings so many of 50. */
function widths(minutes: bigint, each: number): number[] {
  const range = { from: FROM, to: FROM + minutes * MINUTE };
  const windows = new Windows(range);
  const found: number[] = [];
  let end = range.to;
  for (let n = 0; n < 50; n += each) {
    const window = windows.next(n, 50);
    if (!window) break;
    expect(window.to).toBe(end);
    end = window.from;
    found.push(Math.round((Number(window.to - window.from) / Number(MINUTE)) * 10) / 10);
  }
  return found;
}

describe('windows of a search', () => {
  it.each([
    // Nothing is found: few windows, which together are the range.
    [1_440n, 0, [1, 37.9, 1_401.1]],
    [64n, 0, [1, 8, 55]],
    [15n, 0, [0.2, 1.9, 12.9]],
    [525_600n, 0, [1, 64, 4_096, 262_144, 259_295]],
    // Ten of 50 in the first minute: 40 more, by that, in four, and half as much again. But the next
    // ones bring fewer than was guessed, and are wider.
    [1_440n, 10, [1, 6, 15.8, 31.5, 63]],
    // One: 49 minutes and more, but not at once.
    [1_440n, 1, [1, 37.9, 1_401.1]],
    [1_440n, 50, [1]],
  ])('of %i minutes, of which each brings %i: %j', (minutes, each, expected) => {
    expect(widths(minutes, each)).toEqual(expected);
  });
});
