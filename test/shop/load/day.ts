// How many visitors come at which time of the day:
//
//   2 ┤
//     │               ▄▄▄▄▄            ▄▆███▆▄
//   1 ┤            ▄▆███████▆▄▃▂▂▂▃▄▅▆█████████▅▃
//     │▆▆▆▆▆▆▆▆▆▆██████████████████████████████████
//   0 └┬─────────┬─────────┬─────────┬─────────┬
//      0         6         12        18        24 h
import type { Random } from './random.ts';

export interface Day {
  /** How long a day takes. */
  readonly daySeconds: number;
  /** Visitors a minute, on the average of a day. */
  readonly perMinute: number;
}

/** The shop opens in the morning, so that whoever looks at it sees it become busier. */
const FIRST_HOUR = 8;
/** The shop sells all over the world: somebody is always awake. */
const NIGHT = 0.9;

const bell = (hour: number, at: number, width: number): number => {
  const away = Math.abs(hour - at);
  return Math.exp(-((Math.min(away, 24 - away) / width) ** 2));
};
const unscaled = (hour: number): number => NIGHT + bell(hour, 11, 3.5) + 1.6 * bell(hour, 20, 2.5);
const QUARTERS = Array.from({ length: 96 }, (_, quarter) => unscaled(quarter / 4));
const MEAN = QUARTERS.reduce((sum, value) => sum + value) / QUARTERS.length;
const PEAK = Math.max(...QUARTERS) / MEAN;

/** How busy it is, as a multiple of the day's mean. */
export const busyAt = (hour: number): number => unscaled(hour) / MEAN;

export function hourAt(elapsedMs: number, daySeconds: number): number {
  return (FIRST_HOUR + (elapsedMs / 1000 / daySeconds) * 24) % 24;
}

/**
 * When the visitors come, in milliseconds since the shop opened, without an end: each by himself,
 * more of them when it is busy (a Poisson process, thinned out from the rate of the peak).
 */
export function* arrivals(random: Random, { daySeconds, perMinute }: Day): Generator<number> {
  const perMs = (perMinute * PEAK) / 60_000;
  for (let atMs = 0; ;) {
    atMs -= Math.log(1 - random()) / perMs;
    if (random() * PEAK < busyAt(hourAt(atMs, daySeconds))) yield atMs;
  }
}
