import { formatDuration } from '../format/duration.ts';
import { formatCount, formatPercent } from '../format/number.ts';

/** The measures of the API, with their names and how their values are written. */
export const MEASURES = {
  latency_p50: { name: 'p50 latency', format: formatDuration },
  latency_p95: { name: 'p95 latency', format: formatDuration },
  latency_p99: { name: 'p99 latency', format: formatDuration },
  error_rate: { name: 'error rate', format: formatPercent },
  request_rate: { name: 'request rate', format: formatPerSecond },
  count: { name: 'number of requests', format: formatCount },
} as const;

export type MeasureName = keyof typeof MEASURES;

export const isMeasure = (name: string): name is MeasureName => Object.hasOwn(MEASURES, name);

export const measureName = (name: string): string => (isMeasure(name) ? MEASURES[name].name : name);

/** How to write values of a measure; plain numbers for one that is not known. */
export const measureFormat = (name: string | undefined): ((value: number) => string) =>
  name !== undefined && isMeasure(name) ? MEASURES[name].format : formatPlain;

export function formatPerSecond(value: number): string {
  return `${formatPlain(value)}/s`;
}

export function formatPlain(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return formatCount(Math.round(value));
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}

/**
 * A limit as people think of it: `500 ms`, `1.5 s`, `5%`, without the digits that a measured value
 * would have.
 */
export function formatLimit(measure: string, value: number): string {
  if (measure.startsWith('latency_')) {
    return value >= 1000 ? `${formatPlain(value / 1000)} s` : `${formatPlain(value)} ms`;
  }
  if (measure === 'error_rate') return `${Number((value * 100).toFixed(2))}%`;
  return measure === 'request_rate' ? formatPerSecond(value) : formatPlain(value);
}
