import { durationMs } from '@nunchi/store/alarms/rule';

/** Why a loop that has just started does not say that something is too little, or is not there. */
export const YOUNG =
  'the control loop has not run for as long as the window, so it cannot tell who stopped from what it missed';

/** Whether the window that ends at `at` began before the loop did. Times are epoch milliseconds. */
export function isYoung(window: string, when: { readonly at: number; readonly loopStart: number }) {
  return when.at - durationMs(window) < when.loopStart;
}
