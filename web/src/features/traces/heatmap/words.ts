import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf } from '../../../shared/format/number.ts';
import type { CellPlace, Grid } from './geometry.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const shortClock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A time at the axis, as fine as its steps. */
export function tickTime(ms: number, stepMs: number): string {
  if (stepMs >= DAY_MS) return day.format(ms);
  return (stepMs >= MINUTE_MS ? shortClock : clock).format(ms);
}

/** A duration at the axis, without the digits of a measurement: `250 ms`, `1 s`, `2 min`. */
export function tickDuration(ms: number): string {
  if (ms < 1e-3) return `${round(ms * 1e6)} ns`;
  if (ms < 1) return `${round(ms * 1000)} µs`;
  if (ms < 1000) return `${round(ms)} ms`;
  if (ms < 100_000) return `${round(ms / 1000)} s`;
  return formatDuration(ms);
}

const round = (value: number): string => String(Number(value.toPrecision(3)));

export function timeSpan(fromMs: number, toMs: number): string {
  const format = toMs - fromMs >= DAY_MS ? dayClock : clock;
  return `${format.format(fromMs)} – ${format.format(toMs)}`;
}

/** The times and durations of a cell; the rows at the edges hold what is beyond, too. */
export function describeCell(
  grid: Grid,
  { column, row }: CellPlace,
): {
  time: string;
  duration: string;
} {
  const from = grid.fromMs + column * grid.stepMs;
  const [low = 0, high = 0] = [grid.boundsMs[row], grid.boundsMs[row + 1]];
  return {
    time: timeSpan(from, from + grid.stepMs),
    duration: `${formatDuration(low)} – ${formatDuration(high)}`,
  };
}

export const describeCount = (spans: number, errors: number): string =>
  errors === 0 ? countOf(spans, 'span') : `${countOf(spans, 'span')}, ${countOf(errors, 'error')}`;
