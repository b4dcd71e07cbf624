import type { Zoom } from './zoom.ts';

/** Width of the axis in the units of the strokes. */
export const AXIS_UNITS = 1000;

/** What is shorter is drawn so long. */
const LEAST = 1.5;

/**
 * Stretches of time, earliest first, as one SVG path along the axis in sight. Those that nobody could
 * tell apart are one, so that a path is short however many there are.
 */
export function strokes(
  stretches: readonly { readonly fromMs: number; readonly toMs: number }[],
  { fromMs, toMs }: Zoom,
): string {
  const unit = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * AXIS_UNITS;
  const parts: { from: number; to: number }[] = [];
  for (const stretch of stretches) {
    if (stretch.toMs < fromMs || stretch.fromMs > toMs) continue;
    const from = Math.min(AXIS_UNITS - LEAST, Math.max(0, unit(stretch.fromMs)));
    const to = Math.min(AXIS_UNITS, unit(stretch.toMs));
    const last = parts.at(-1);
    if (last && from - last.to < 1) last.to = Math.max(last.to, to);
    else parts.push({ from, to });
  }
  return parts
    .map(({ from, to }) => `M${short(from)} 0H${short(Math.max(to, from + LEAST))}`)
    .join('');
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
