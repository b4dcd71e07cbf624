import {
  AttributeMap,
  float64,
  int32,
  int64,
  List,
  LowCardinality,
  nanoseconds,
  NullableDouble,
  spanId,
  traceId,
  uint32,
  uint64,
} from '../../columns/columns.ts';
import { Table } from '../../columns/table.ts';

const pointColumns = () => ({
  metric: new LowCardinality(),
  series_id: uint64(),
  time: nanoseconds(),
  start_time: nanoseconds(),
  flags: uint32(),
});

export const numberTable = () =>
  new Table('metric_points', {
    ...pointColumns(),
    value: float64(),
    int_value: int64(),
    value_type: new LowCardinality(),
  });

const distributionColumns = () => ({
  ...pointColumns(),
  count: uint64(),
  sum: new NullableDouble(),
  min: new NullableDouble(),
  max: new NullableDouble(),
});

export const histogramTable = () =>
  new Table('metric_histograms', {
    ...distributionColumns(),
    bucket_counts: new List(uint64()),
    explicit_bounds: new List(float64()),
  });

export const exponentialHistogramTable = () =>
  new Table('metric_exponential_histograms', {
    ...distributionColumns(),
    scale: int32(),
    zero_count: uint64(),
    zero_threshold: float64(),
    positive_offset: int32(),
    positive_bucket_counts: new List(uint64()),
    negative_offset: int32(),
    negative_bucket_counts: new List(uint64()),
  });

export const summaryTable = () =>
  new Table('metric_summaries', {
    ...pointColumns(),
    count: uint64(),
    sum: float64(),
    quantiles: new List(float64()),
    quantile_values: new List(float64()),
  });

export const exemplarTable = () =>
  new Table('metric_exemplars', {
    metric: new LowCardinality(),
    series_id: uint64(),
    point_time: nanoseconds(),
    time: nanoseconds(),
    value: float64(),
    int_value: int64(),
    value_type: new LowCardinality(),
    trace_id: traceId(),
    span_id: spanId(),
    attributes: new AttributeMap(),
    attribute_types: new LowCardinality(),
  });
