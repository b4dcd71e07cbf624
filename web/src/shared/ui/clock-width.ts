import { formatClock, type UnixNano } from '../format/time.ts';

/** Pixels of `13:05:00.123`, of the same with a day, and with a year. */
const WIDTHS: readonly (readonly [letters: number, px: number])[] = [
  [12, 84],
  [19, 146],
  [23, 172],
];

/** Pixels that a cell of a table has beside its text, both sides together. */
export const CELL_PADDING = 24;

/** Pixels that the longest of these clock times takes. */
export function clockWidth(times: readonly UnixNano[]): number {
  const now = Date.now();
  const letters = times.reduce((most, nano) => Math.max(most, formatClock(nano, now).length), 0);
  return (WIDTHS.find(([enough]) => letters <= enough) ?? WIDTHS.at(-1)!)[1];
}
