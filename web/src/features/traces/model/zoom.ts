/** The part of the time axis in sight, in milliseconds after the trace's start. */
export interface Zoom {
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the address, `12.5-80`; undefined when it is none or nothing of this trace. */
export function readZoom(text: string | undefined, durationMs: number): Zoom | undefined {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (!match) return undefined;
  return bounded({ fromMs: Number(match[1]), toMs: Number(match[2]) }, durationMs);
}

export const writeZoom = ({ fromMs, toMs }: Zoom): string => `${digits(fromMs)}-${digits(toMs)}`;

/** To the nanosecond, and never in the notation with an exponent. */
const digits = (ms: number): string => ms.toFixed(6).replace(/\.?0+$/, '');

/** Inside the axis and not empty; undefined when it is the whole axis or no part of it. */
export function bounded({ fromMs, toMs }: Zoom, durationMs: number): Zoom | undefined {
  const from = Math.max(0, Math.min(fromMs, toMs));
  const to = Math.min(durationMs, Math.max(fromMs, toMs));
  if (to <= from || (from === 0 && to === durationMs)) return undefined;
  return { fromMs: from, toMs: to };
}
