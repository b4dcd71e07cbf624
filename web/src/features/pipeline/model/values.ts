import type { ChartSeries } from '../../../shared/chart/align.ts';
import type { Values } from '../api/queries.ts';

/** A value may be this many steps old and still be the present one. */
const PRESENT_STEPS = 3;

/** The newest value; null when nothing was measured lately. */
export const latest = (values: Values): number | null =>
  values.slice(-PRESENT_STEPS).findLast((value) => value !== null) ?? null;

/** The sum of the newest values; null when none of them is known. */
export function latestSum(lines: readonly Values[]): number | null {
  const known = lines.map(latest).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Lines added up, step by step; null where none of them has a value. */
export function addUp(lines: readonly Values[], steps: number): Values {
  return Array.from({ length: steps }, (_, step) => {
    const known = lines.map((line) => line[step] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

export const scaled = (values: Values, factor: number): Values =>
  values.map((value) => (value === null ? null : value * factor));

export function toSeries(
  name: string,
  color: string,
  times: readonly number[],
  values: Values,
): ChartSeries {
  return { name, color, points: times.map((time, step) => [time, values[step] ?? null]) };
}
