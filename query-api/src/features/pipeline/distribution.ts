import type { HistogramStep } from '@nunchi/store/queries/pipeline/histograms';

/** How many values there were up to each bound; the last bound is infinite. */
export interface Distribution {
  readonly buckets: readonly (readonly [bound: number, count: number])[];
  readonly count: number;
  readonly sum: number;
}

/** All values of some steps, of instances with other bounds too. */
export function merge(steps: readonly HistogramStep[]): Distribution {
  const counts = new Map<number, number>();
  let count = 0;
  let sum = 0;
  for (const step of steps) {
    step.counts.forEach((added, index) => {
      const bound = step.bounds[index] ?? Infinity;
      counts.set(bound, (counts.get(bound) ?? 0) + added);
      count += added;
    });
    sum += step.sum;
  }
  return { buckets: [...counts].sort(([a], [b]) => a - b), count, sum };
}

/**
 * The value that a share `level` (0 to 1) of all is not above, as if values were spread evenly in
 * their bucket; null without values. Above the highest bound nothing is known: it is that bound.
 */
export function quantile({ buckets, count }: Distribution, level: number): number | null {
  if (count === 0) return null;
  const rank = level * count;
  let below = 0;
  let lower = 0;
  for (const [bound, inside] of buckets) {
    if (bound === Infinity) return lower;
    if (inside > 0 && below + inside >= rank) {
      return lower + (bound - lower) * Math.max(0, (rank - below) / inside);
    }
    below += inside;
    lower = bound;
  }
  return lower;
}
