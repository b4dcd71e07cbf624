import { setTimeout as pause } from 'node:timers/promises';

/** Times as those of real systems are spread: most near the median, and a few that take long. */
export interface Latency {
  readonly medianMs: number;
  /** Of the logarithm; at 0.5, one in a hundred takes three times the median. */
  readonly sigma: number;
  readonly mostMs: number;
}

/** A time of that distribution (log-normal); `random` answers numbers from 0 to 1. */
export function draw(latency: Latency, random: () => number = Math.random): number {
  const { medianMs, sigma, mostMs } = latency;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(medianMs * Math.exp(sigma * normal), mostMs);
}

export const takeTime = (latency: Latency): Promise<void> => pause(draw(latency));
