import { axisTicks } from '../../../shared/axis.ts';
import type { Zoom } from './zoom.ts';

/** Round times within the part of the axis in sight, about `wanted` of them. */
export function ticksOf({ fromMs, toMs }: Zoom, wanted: number): number[] {
  const [first = 0, second] = axisTicks(toMs - fromMs, wanted);
  if (second === undefined) return [fromMs];
  const step = second - first;
  const ticks: number[] = [];
  for (
    let at = Math.max(0, Math.ceil(fromMs / step - 1e-6));
    at * step <= toMs + step * 1e-6;
    at++
  ) {
    ticks.push(at * step);
  }
  return ticks;
}

/** Where a time is on the axis in sight, in percent. */
export const placeOf = (ms: number, { fromMs, toMs }: Zoom): number =>
  toMs > fromMs ? ((ms - fromMs) / (toMs - fromMs)) * 100 : 0;
