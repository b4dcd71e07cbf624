/** `4,120 requests`. */
export const count = (requests: number): string =>
  `${requests.toLocaleString('en')} request${requests === 1 ? '' : 's'}`;

/** Three digits, so that what is just under a bound is not shown as the bound. */
export const percent = (rate: number): string => `${Number((rate * 100).toPrecision(3))} %`;

/** `240 ms`, `1.2 s`. */
export function duration(ms: number): string {
  if (ms >= 60_000) return `${digits(ms / 60_000)} min`;
  if (ms >= 1_000) return `${digits(ms / 1_000)} s`;
  return ms >= 1 ? `${digits(ms)} ms` : `${digits(ms * 1_000)} µs`;
}

/** Two digits, but no digit before the point is rounded away. */
const digits = (value: number): string =>
  value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
