import { expect, it } from 'vitest';
import { clockWidth } from './clock-width.ts';

const DAY_MS = 86_400_000;
const nano = (ms: number): string => `${ms}000000`;

it('there is room for the longest of the times', () => {
  const today = nano(Date.now());
  const longAgo = nano(Date.now() - 400 * DAY_MS);
  const [clock, year] = [clockWidth([today]), clockWidth([longAgo])];
  expect(clock).toBeLessThan(year);
  expect(clockWidth([today, longAgo, today])).toBe(year);
  expect(clockWidth([])).toBe(clock);
});
