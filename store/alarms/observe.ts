import type { AbsentCondition, ThresholdCondition } from './rule.ts';
import { GONE_AFTER_MS, type Observation } from './step.ts';

// What rules make of what was measured: of the same numbers, evaluation and preview see the same.

const HOLDS: Readonly<Record<ThresholdCondition['op'], (value: number, bound: number) => boolean>> =
  {
    '>': (value, bound) => value > bound,
    '>=': (value, bound) => value >= bound,
    '<': (value, bound) => value < bound,
    '<=': (value, bound) => value <= bound,
  };

/** What a threshold makes of a series that was measured over its window. */
export function observeThreshold(
  { op, value: bound, window, minimumRequests = 0 }: ThresholdCondition,
  { requests, value }: { readonly requests: number; readonly value: number | null },
): Observation {
  if (value === null) return { kind: 'no-data', message: `no requests in ${window}` };
  if (requests < minimumRequests) {
    const message = `${requests} requests in ${window} are too few to judge; the rule asks for ${minimumRequests}`;
    return { kind: 'no-data', message };
  }
  return { kind: 'value', active: HOLDS[op](value, bound), value };
}

/**
 * What a threshold makes of a series, one of several, that had no requests in its window. There is
 * no error rate and no latency then: no data. But there is a request rate and a count, which is 0.
 * Where that can hold (`<`), it counts only while the series is `known`: it had requests within
 * `GONE_AFTER_MS` before the window.
 */
export function observeSilence(condition: ThresholdCondition, known: boolean): Observation {
  if (silenceMayHold(condition) && !known) {
    const message = `nothing of it was seen for ${GONE_AFTER_MS / 60_000} minutes`;
    return { kind: 'gone', message };
  }
  return observeThreshold(condition, { requests: 0, value: isAmount(condition) ? 0 : null });
}

/** Whether the condition may hold for a series without requests, so that those have to be known. */
export const silenceMayHold = (condition: ThresholdCondition): boolean =>
  isAmount(condition) && condition.op.startsWith('<');

/** Whether it is a count or a rate, which is 0 and not unknown where there was no request. */
export const isAmount = ({ measure }: ThresholdCondition): boolean =>
  measure === 'request_rate' || measure === 'count';

/**
 * What an absence makes of a series: requests in the window, and in the lookback before it.
 * `silentS`: seconds since the last one, null where that is not known.
 */
export function observeAbsence(
  { window, lookback }: Pick<AbsentCondition, 'window' | 'lookback'>,
  seen: { readonly before: number; readonly requests: number; readonly silentS: number | null },
): Observation {
  const { before, requests, silentS } = seen;
  if (requests > 0) return { kind: 'value', active: false, value: silentS };
  if (before > 0) return { kind: 'value', active: true, value: silentS };
  const message = `it had no requests in the ${lookback} before the last ${window} either`;
  return { kind: 'gone', message };
}
