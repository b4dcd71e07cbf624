import { describe, expect, it } from 'vitest';
import { chooseSteps, timesOf } from './steps.ts';

const NOW = Date.UTC(2026, 4, 4, 12, 0, 7);
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);
const minutesBefore = (minutes: number, toMs = NOW) => ({
  from: BigInt(toMs - minutes * 60_000) * 1_000_000n,
  to: BigInt(toMs) * 1_000_000n,
});

describe('chooseSteps', () => {
  it.each([
    [5, 10_000, 10, 29],
    [15, 10_000, 10, 89],
    [60, 10_000, 20, 179],
    [180, 10_000, 60, 179],
    [24 * 60, 10_000, 300, 287],
    [30 * 24 * 60, 10_000, 14_400, 179],
    [366 * 24 * 60, 10_000, 172_800, 182],
    [15, 1_000, 5, 179],
    [15, 60_000, 60, 14],
    [60, 15_000, 30, 119],
    [15, 7_000, 7, 127],
    [15, 0, 10, 89],
  ])('%i min, every %i ms: steps of %i s, %i of them', (minutes, everyMs, seconds, count) => {
    const steps = chooseSteps(minutesBefore(minutes), everyMs, NOW);
    expect([steps.stepMs / 1_000, steps.count]).toEqual([seconds, count]);
    expect(steps.startMs % steps.stepMs).toBe(0);
  });

  it('ends with the last step whose measurements are stored by now', () => {
    const times = (toMs: number, nowMs: number) =>
      timesOf(chooseSteps(minutesBefore(1, toMs), 10_000, nowMs)).map(clock);
    expect(times(NOW, NOW)).toEqual(['11:59:20', '11:59:30', '11:59:40', '11:59:50', '12:00:00']);
    expect(times(NOW, NOW - 6_000).at(-1)).toBe('11:59:50');
  });

  it('has one step at least', () => {
    expect(timesOf(chooseSteps(minutesBefore(0.05), 10_000, NOW)).map(clock)).toEqual(['12:00:00']);
  });
});
