import type { TimeRange } from '@nunchi/store/queries/time';

const SECOND = 1_000_000_000n;
const MINUTE_SECONDS = 60;
/** Longer than this, points are whole minutes apart. */
const SECONDS_UP_TO = 900;
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800,
];

/** The smallest step by which the range has at most so many points; in seconds. */
export function stepSeconds(range: TimeRange, most: number): number {
  const short = range.to - range.from <= BigInt(SECONDS_UP_TO) * SECOND;
  const usable = STEPS.filter((step) => short || step >= MINUTE_SECONDS);
  return usable.find((step) => stepsOf(range, step).length <= most) ?? usable.at(-1) ?? 1;
}

/** When each step of the range begins, in Unix seconds: multiples of the step, so the first may begin before the range. */
export function stepsOf(range: TimeRange, step: number): number[] {
  const first = Math.floor(Number(range.from / SECOND) / step);
  const last = Math.floor(Number((range.to - 1n) / SECOND) / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
