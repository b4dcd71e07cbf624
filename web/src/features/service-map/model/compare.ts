import { momentMs, rangeLengthMs, type TimeRange } from '../../../shared/time/range.ts';

/** What a time range is compared with. */
export const COMPARISONS = ['before', 'hour', 'day', 'week', 'custom'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const MINUTE_MS = 60_000;
const SHIFT_MS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

export const COMPARISON_WORDS: Record<Comparison, string> = {
  before: 'The same length before',
  hour: 'An hour before',
  day: 'A day before',
  week: 'A week before',
  custom: 'Another time…',
};

/**
 * The range that is compared with, as relative as the range itself, so that the question stays the
 * same from one refresh to the next. Undefined when the range cannot be read or would overlap.
 */
export function rangeBefore(
  range: TimeRange,
  comparison: Exclude<Comparison, 'custom'>,
  nowMs: number,
): TimeRange | undefined {
  const length = rangeLengthMs(range, nowMs);
  if (length === undefined) return undefined;
  if (comparison !== 'before') {
    const by = SHIFT_MS[comparison];
    return by < length ? undefined : shifted(range, by, nowMs);
  }
  // One end that stands and one that moves: the length grows, in whole minutes is often enough.
  const mixed = isRelative(range.from) !== isRelative(range.to);
  return shifted(range, mixed ? Math.ceil(length / MINUTE_MS) * MINUTE_MS : length, nowMs);
}

const isRelative = (moment: string): boolean => moment.startsWith('now');

const shifted = ({ from, to }: TimeRange, byMs: number, nowMs: number): TimeRange => ({
  from: earlier(from, byMs, nowMs),
  to: earlier(to, byMs, nowMs),
});

function earlier(moment: string, byMs: number, nowMs: number): string {
  const at = momentMs(moment, nowMs)! - byMs;
  if (!isRelative(moment)) return new Date(at).toISOString();
  const seconds = Math.round((nowMs - at) / 1000);
  if (seconds % 86_400 === 0) return `now-${seconds / 86_400}d`;
  if (seconds % 3600 === 0) return `now-${seconds / 3600}h`;
  return seconds % 60 === 0 ? `now-${seconds / 60}m` : `now-${seconds}s`;
}
