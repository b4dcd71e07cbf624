import { HOUR, type TimeRange } from '../../../../store/queries/time.ts';
import type { Filled } from '../data/fill.ts';

const MINUTE = HOUR / 60n;
/** An odd step, so that ranges begin at any second of a minute. */
const STEP = (37n * MINUTE) / 10n;

/** Different ranges of so many hours within the day. */
export function hoursOf({ range }: Filled, hours: number, count: number): TimeRange[] {
  const width = BigInt(hours) * HOUR;
  const room = range.to - range.from - width;
  return Array.from({ length: count }, (_, number) => {
    const back = room > 0n ? (BigInt(number) * STEP * 7n) % room : BigInt(number) * STEP;
    return { from: range.to - back - width, to: range.to - back };
  });
}
