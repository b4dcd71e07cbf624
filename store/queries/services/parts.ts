import type { TimeRange } from '../time.ts';

/** What is summed up. */
type Sums = 'minutes' | 'hours';

/** A part of a range, and the table that answers for it to the count. */
export interface Part extends TimeRange {
  readonly table: Sums | 'spans';
}

const SECOND = 1_000_000_000n;
const SECONDS: Readonly<Record<Sums, bigint>> = { minutes: 60n, hours: 3_600n };

/**
 * A range in the parts that cost least: whole hours, what whole minutes there are around them, and
 * spans for the rest. With steps, no part is coarser than a step. In order of time; `sums` is what
 * there is, coarsest first.
 */
export function partsOf(
  range: TimeRange,
  stepSeconds = 3_600,
  sums: readonly Sums[] = ['hours', 'minutes'],
): Part[] {
  return cut(
    range,
    sums.filter((table) => BigInt(stepSeconds) % SECONDS[table] === 0n),
  );
}

function cut(range: TimeRange, [table, ...finer]: readonly Sums[]): Part[] {
  if (range.from >= range.to) return [];
  if (!table) return [{ ...range, table: 'spans' }];
  const whole = SECONDS[table] * SECOND;
  const from = ((range.from + whole - 1n) / whole) * whole;
  const to = (range.to / whole) * whole;
  if (from >= to) return cut(range, finer);
  return [
    ...cut({ from: range.from, to: from }, finer),
    { from, to, table },
    ...cut({ from: to, to: range.to }, finer),
  ];
}
