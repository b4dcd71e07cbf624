/**
 * Round times for an axis from 0 to the duration, about `wanted` of them. The steps are 1, 2 or 5
 * times a power of ten below a second, and what a clock divides into above.
 */
export function axisTicks(durationMs: number, wanted: number): number[] {
  if (!(durationMs > 0) || wanted < 1) return [0];
  const step = roundStep(durationMs / wanted);
  const ticks: number[] = [];
  for (let at = 0; at * step <= durationMs * 1.000001; at++) ticks.push(at * step);
  return ticks;
}

const CLOCK_STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200];

function roundStep(rough: number): number {
  if (rough > 1000) {
    const seconds = rough / 1000;
    return (
      (CLOCK_STEPS_S.find((step) => step >= seconds) ?? Math.ceil(seconds / 86400) * 86400) * 1000
    );
  }
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 5]) if (factor * power >= rough * 0.999999) return factor * power;
  return 10 * power;
}

/** Place and width of a bar in percent of the axis; what is short stays visible by its least width. */
export function barPlace(
  offsetMs: number,
  spanMs: number,
  durationMs: number,
): { left: number; width: number } {
  if (!(durationMs > 0)) return { left: 0, width: 100 };
  const start = clamp(offsetMs / durationMs);
  const end = clamp((offsetMs + spanMs) / durationMs);
  // A span that ends before it starts is drawn over the time between its two ends.
  const left = Math.min(start, end) * 100;
  return { left, width: Math.abs(end - start) * 100 };
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));
