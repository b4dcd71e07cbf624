import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';

/** What `registry.getMetricsAsJSON()` of prom-client answers, as far as it is used here. */
export interface PromMetric {
  readonly name: string;
  readonly help: string;
  /** A word; prom-client's types say it was a number. */
  readonly type: unknown;
  readonly values: readonly PromValue[];
}

export interface PromValue {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  /** For histograms and summaries: the name with `_bucket`, `_sum` or `_count`. */
  readonly metricName?: string;
}

export interface Times {
  readonly start: HrTime;
  readonly now: HrTime;
}

/** Most series that one metric may have; the same as in OpenTelemetry's SDK. */
const MAX_SERIES = 2000;

/**
 * A metric of prom-client as OpenTelemetry's: counter → monotonic sum, gauge → gauge, histogram →
 * histogram, all cumulative. The SDK has no summaries, so a summary becomes a gauge with the
 * attribute `quantile` and two sums, `_sum` and `_count`. Series beyond 2000 are left out.
 */
export function convert(metric: PromMetric, times: Times): MetricData[] {
  switch (metric.type) {
    case 'counter':
      return [sum(metric.name, metric, metric.values, times)];
    case 'gauge':
      return [gauge(metric, metric.values, times)];
    case 'histogram':
      return [histogram(metric, times)];
    case 'summary': {
      const named = (suffix: string) => {
        const name = metric.name + suffix;
        return sum(
          name,
          metric,
          metric.values.filter(({ metricName }) => metricName === name),
          times,
        );
      };
      const quantiles = metric.values.filter(({ labels }) => labels.quantile !== undefined);
      return [gauge(metric, quantiles, times), named('_sum'), named('_count')];
    }
    default:
      return [];
  }
}

function describe(name: string, { help }: PromMetric) {
  return { name, description: help, unit: '', valueType: ValueType.DOUBLE };
}

function point<T>(labels: PromValue['labels'], value: T, { start, now }: Times) {
  return { startTime: start, endTime: now, attributes: attributesOf(labels), value };
}

function sum(
  name: string,
  metric: PromMetric,
  values: readonly PromValue[],
  times: Times,
): MetricData {
  return {
    descriptor: describe(name, metric),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.SUM,
    isMonotonic: true,
    dataPoints: values.slice(0, MAX_SERIES).map(({ labels, value }) => point(labels, value, times)),
  };
}

function gauge(metric: PromMetric, values: readonly PromValue[], times: Times): MetricData {
  return {
    descriptor: describe(metric.name, metric),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints: values.slice(0, MAX_SERIES).map(({ labels, value }) => point(labels, value, times)),
  };
}

function histogram(metric: PromMetric, times: Times): MetricData {
  const series = new Map<string, { labels: PromValue['labels']; values: PromValue[] }>();
  for (const value of metric.values) {
    const { le: _, ...labels } = value.labels;
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const found = series.get(key);
    if (found) found.values.push(value);
    else if (series.size < MAX_SERIES) series.set(key, { labels, values: [value] });
  }
  return {
    descriptor: describe(metric.name, metric),
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: [...series.values()].map(({ labels, values }) =>
      point(labels, histogramValue(metric.name, values), times),
    ),
  };
}

/** prom-client's buckets count everything up to their bound, OpenTelemetry's what is in them. */
function histogramValue(name: string, values: readonly PromValue[]): Histogram {
  const of = (suffix: string) =>
    values.find(({ metricName }) => metricName === name + suffix)?.value ?? 0;
  const upTo = values
    .filter(({ labels }) => labels.le !== undefined)
    .map(({ labels, value }) => ({ bound: boundOf(labels.le), value }))
    .sort((a, b) => a.bound - b.bound);
  return {
    buckets: {
      boundaries: upTo.map(({ bound }) => bound).filter(Number.isFinite),
      counts: upTo.map(({ value }, index) => value - (upTo[index - 1]?.value ?? 0)),
    },
    sum: of('_sum'),
    count: of('_count'),
  };
}

function boundOf(le: string | number | undefined): number {
  return le === '+Inf' ? Infinity : Number(le);
}

function attributesOf(labels: PromValue['labels']): Attributes {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
