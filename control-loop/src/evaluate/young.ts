import { durationMs } from '@nunchi/store/alarms/rule';

/** The end of a window, and since when nothing was missed. Times are epoch milliseconds. */
export interface Watch {
  readonly at: number;
  readonly watchedSince: number;
}

/** Why it is not said that something is too little, or is not there. */
export const YOUNG =
  'the control loop or the store was away in a part of the window, so it cannot be told who stopped from what was missed';

/** What collectors kept while the store was away is there after this long: they try every 5 s. */
const SETTLES_WITHIN_MS = 30_000;

/** Since when nothing was missed: `awayUntil` is when the store was last found away. */
export function watchedSince(loopStart: number, awayUntil: number | undefined): number {
  return awayUntil === undefined ? loopStart : Math.max(loopStart, awayUntil + SETTLES_WITHIN_MS);
}

/** Whether something may have been missed in the window. */
export function isYoung(window: string, { at, watchedSince: since }: Watch): boolean {
  return at - durationMs(window) < since;
}
