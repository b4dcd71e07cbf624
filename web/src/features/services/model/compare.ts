import { formatDuration } from '../../../shared/format/duration.ts';
import { formatPercent } from '../../../shared/format/number.ts';

/** How something differs from what is usual for it. */
export interface Change {
  /** Short, for beside the value: `×5.1`, `+4.2 pp`. */
  readonly words: string;
  /** The usual value: `usually 240 ms`. */
  readonly usual: string;
  /** `worse` is what somebody should look at. */
  readonly tone: 'worse' | 'better' | 'other';
}

/** From half as much again on, a change is said; below, a value goes up and down by itself. */
const NOTABLE = 1.5;
/** A latency that differs by less is not felt by anybody, however large the factor. */
const LEAST_MS = 5;
const LEAST_RATE = 0.005;

/** Latency against its usual; undefined while there is nothing to say. */
export function latencyChange(ms: number | null, usualMs: number | null): Change | undefined {
  if (ms === null || usualMs === null || usualMs <= 0) return undefined;
  if (Math.abs(ms - usualMs) < LEAST_MS) return undefined;
  const words = factor(ms / usualMs);
  if (words === undefined) return undefined;
  const tone = ms > usualMs ? 'worse' : 'better';
  return { words, usual: `usually ${formatDuration(usualMs)}`, tone };
}

/** Requests against as many as usual in a time of that length; more or less is neither. */
export function trafficChange(requests: number, usual: number | null): Change | undefined {
  if (usual === null || usual <= 0) return undefined;
  const words = requests === 0 ? '×0' : factor(requests / usual);
  return words === undefined
    ? undefined
    : { words, usual: `${words} of what is usual`, tone: 'other' };
}

/** A share of failed requests against its usual, in percentage points: a factor of 0 says nothing. */
export function errorChange(rate: number | null, usual: number | null): Change | undefined {
  if (rate === null || usual === null) return undefined;
  const difference = rate - usual;
  if (Math.abs(difference) < LEAST_RATE) return undefined;
  return {
    words: `${difference > 0 ? '+' : '−'}${formatPercent(Math.abs(difference)).replace('%', '')} pp`,
    usual: `usually ${formatPercent(usual)}`,
    tone: difference > 0 ? 'worse' : 'better',
  };
}

function factor(ratio: number): string | undefined {
  if (ratio < NOTABLE && ratio > 1 / NOTABLE) return undefined;
  if (ratio < 0.01) return '×<0.01';
  return `×${ratio >= 10 ? ratio.toFixed(0) : ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)}`;
}
