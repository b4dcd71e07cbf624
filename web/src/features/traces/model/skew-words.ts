import { formatDuration } from '../../../shared/format/duration.ts';
import { countOf } from '../../../shared/format/number.ts';
import type { ClockShift } from './skew.ts';

export const signed = (ms: number): string =>
  ms > 0 ? `+${formatDuration(ms)}` : formatDuration(ms);

/** What was done about a clock, or would be if the times were not shown raw. */
export function describeShift({ name, shiftMs }: ClockShift, corrected: boolean): string {
  const seems = `its clock seems to be ${shiftMs > 0 ? 'behind' : 'ahead'}`;
  return corrected
    ? `Times of ${name} were moved by ${signed(shiftMs)}: ${seems}`
    : `Times of ${name} are as sent, though ${seems} by ${formatDuration(Math.abs(shiftMs))}`;
}

export const shiftReason = ({ calls }: ClockShift): string =>
  `As sent, server spans lie outside of the client spans that called them. Judged by ${countOf(calls, 'call')}.`;
