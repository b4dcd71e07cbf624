import type { Measure } from '@nunchi/store/alarms/rule';

const NAMES: Record<Measure, string> = {
  request_rate: 'request rate',
  error_rate: 'error rate',
  latency_p50: 'p50',
  latency_p95: 'p95',
  latency_p99: 'p99',
  count: 'number of requests',
};

export function measureName(measure: Measure): string {
  return NAMES[measure];
}

/** A value of a measure with its unit: `1.61 s`, `38 ms`, `4.2 %`, `12/s`. */
export function formatMeasure(measure: Measure, value: number): string {
  if (measure === 'error_rate') return `${short(value * 100)} %`;
  if (measure === 'request_rate') return `${short(value)}/s`;
  if (measure === 'count') return short(value);
  return value >= 1_000 ? `${short(value / 1_000)} s` : `${short(value)} ms`;
}

/** Three digits that count. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
