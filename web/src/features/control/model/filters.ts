import { DEFAULT_RANGE, type TimeRange } from '../../../shared/time/range.ts';

export const KIND_NAMES = {
  alarm: 'Alarms',
  notification: 'Notifications',
  action: 'Actions',
  breaker: 'Breakers',
  instance: 'Instances',
  'kill-switch': 'Kill switch',
} as const;

const A_DAY: TimeRange = { from: 'now-24h', to: 'now' };
const EVER: TimeRange = { from: 'now-30d', to: 'now' };

/**
 * Stories are rarer than requests: nobody who has not chosen a time is left with a quarter of an
 * hour, and one story is shown whenever it was.
 */
export function eventRange(range: TimeRange, chain: string | undefined): TimeRange {
  if (chain !== undefined) return EVER;
  const chosen = range.from !== DEFAULT_RANGE.from || range.to !== DEFAULT_RANGE.to;
  return chosen ? range : A_DAY;
}
