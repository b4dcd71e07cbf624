import { type ControlEvent as Event, kindOf } from '@nunchi/store/control/events';
import type { Static } from 'typebox';
import type { ControlEvent } from '../schemas/control.ts';

export function toControlEvent(event: Event): Static<typeof ControlEvent> {
  const { time, ...rest } = event;
  return { ...rest, timeUnixNano: toUnixNano(time), kind: kindOf(event.type) };
}

/** Of epoch milliseconds. */
export const toUnixNano = (ms: number | string): string => `${ms}000000`;
