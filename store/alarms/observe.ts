import type { ThresholdCondition } from './rule.ts';
import type { Observation } from './step.ts';

const HOLDS: Readonly<Record<ThresholdCondition['op'], (value: number, bound: number) => boolean>> =
  {
    '>': (value, bound) => value > bound,
    '>=': (value, bound) => value >= bound,
    '<': (value, bound) => value < bound,
    '<=': (value, bound) => value <= bound,
  };

/** What a threshold makes of a series that was measured over its window. */
export function observeThreshold(
  { op, value: bound, minimumRequests = 0 }: ThresholdCondition,
  { requests, value }: { readonly requests: number; readonly value: number | null },
): Observation {
  if (value === null) return { kind: 'no-data', message: 'There were no requests in the window.' };
  if (requests < minimumRequests) {
    const message = `${requests} requests in the window are too few to judge; the rule asks for ${minimumRequests}.`;
    return { kind: 'no-data', message };
  }
  return { kind: 'value', active: HOLDS[op](value, bound), value };
}

/** What an absence makes of a series: requests in the window, and in the lookback before it. */
export function observeAbsence({
  before,
  requests,
}: {
  readonly before: number;
  readonly requests: number;
}): Observation {
  if (requests > 0) return { kind: 'value', active: false, value: requests };
  if (before > 0) return { kind: 'value', active: true, value: 0 };
  return { kind: 'gone', message: 'There were no requests in the lookback either.' };
}
