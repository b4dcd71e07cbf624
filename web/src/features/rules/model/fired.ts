import { spanWords } from '../../../shared/alarms/spans.ts';

export interface FiringPeriod {
  readonly from: number;
  readonly to: number;
}

/** Whether and for how long a rule would have fired, in a sentence. Epoch milliseconds. */
export function firedWords(
  periods: readonly FiringPeriod[],
  range: { readonly from: number; readonly to: number },
): string {
  const over = `in the last ${lengthWords(range.to - range.from)}`;
  if (periods.length === 0) return `Would not have fired ${over}.`;
  const total = periods.reduce((sum, { from, to }) => sum + (to - from), 0);
  const times = periods.length === 1 ? 'once' : `${periods.length} times`;
  const inTotal = periods.length === 1 ? '' : ' in total';
  return `Would have fired ${times} ${over}, for ${spanWords(total)}${inTotal}.`;
}

const lengthWords = (ms: number): string =>
  Math.abs(ms - 3_600_000) < 60_000 ? 'hour' : spanWords(ms);

/**
 * The times at which at least one of several series was firing: overlapping periods count once.
 */
export function mergePeriods(periods: readonly FiringPeriod[]): FiringPeriod[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of periods.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
