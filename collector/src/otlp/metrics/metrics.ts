import type { Table } from '../../columns/table.ts';
import { appendAttributes } from '../attributes.ts';
import { isId } from '../ids.ts';
import { cutText } from '../cuts.ts';
import {
  MAX_ATTRIBUTES,
  MAX_NAME_BYTES,
  MAX_TEXT_BYTES,
  MAX_VALUE_BYTES,
  type RequestLimits,
  requireSmall,
} from '../limits.ts';
import type { Origin } from '../origin.ts';
import type { Rejections } from '../rejections.ts';
import { emptySlice, readSlice } from '../slice.ts';
import { isTooLate } from '../times.ts';
import { BYTES, FIXED64, Ranges, tag, VARINT, type Wire } from '../wire.ts';
import {
  appendType,
  clearNumber,
  type NumberValue,
  Point,
  readDouble,
  readInteger,
} from './fields.ts';
import { readExponentialHistogram, readHistogram, readNumber, readSummary } from './kinds.ts';
import {
  exemplarTable,
  exponentialHistogramTable,
  histogramTable,
  numberTable,
  summaryTable,
} from './points.ts';
import { type Kind, type MetricHead, SeriesRows } from './series.ts';

// Metric in opentelemetry/proto/metrics/v1/metrics.proto
const NAME = tag(1, BYTES);
const DESCRIPTION = tag(2, BYTES);
const UNIT = tag(3, BYTES);
const METADATA = tag(12, BYTES);
const KIND_OF_FIELD = new Map<number, Kind>([
  [tag(5, BYTES), 'gauge'],
  [tag(7, BYTES), 'sum'],
  [tag(9, BYTES), 'histogram'],
  [tag(10, BYTES), 'exponential_histogram'],
  [tag(11, BYTES), 'summary'],
]);
// Gauge, Sum, Histogram, …: data_points = 1, aggregation_temporality = 2, is_monotonic = 3
const DATA_POINT = tag(1, BYTES);
const TEMPORALITY = tag(2, VARINT);
const MONOTONIC = tag(3, VARINT);
// Exemplar: time = 2, as_double = 3, span_id = 4, trace_id = 5, as_int = 6, filtered_attributes = 7
const EXEMPLAR_TIME = tag(2, FIXED64);
const EXEMPLAR_DOUBLE = tag(3, FIXED64);
const EXEMPLAR_SPAN_ID = tag(4, BYTES);
const EXEMPLAR_TRACE_ID = tag(5, BYTES);
const EXEMPLAR_INTEGER = tag(6, FIXED64);
const EXEMPLAR_ATTRIBUTE = tag(7, BYTES);

const MAX_TEMPORALITY = 2;

/** Reads metrics of all five kinds from their bytes into the columns of their tables. */
export class MetricRows {
  readonly names = {
    resource: 'resource_metrics',
    scope: 'scope_metrics',
    record: 'metrics',
  } as const;
  readonly series: SeriesRows;
  readonly numbers = numberTable();
  readonly histograms = histogramTable();
  readonly exponentialHistograms = exponentialHistogramTable();
  readonly summaries = summaryTable();
  readonly exemplars = exemplarTable();
  readonly pointTables: readonly Table[] = [
    this.numbers,
    this.histograms,
    this.exponentialHistograms,
    this.summaries,
  ];
  readonly #metric: MetricHead = {
    name: emptySlice(),
    unit: emptySlice(),
    description: emptySlice(),
    metadata: new Ranges(MAX_ATTRIBUTES),
    kind: 'gauge',
    temporality: 0,
    monotonic: 0,
  };
  readonly #limits: RequestLimits;
  readonly #points = new Ranges();
  readonly #point = new Point();
  readonly #exemplarAttributes = new Ranges(MAX_ATTRIBUTES);
  readonly #exemplarTrace = emptySlice();
  readonly #exemplarSpan = emptySlice();
  readonly #exemplarValue: NumberValue = { type: '', double: 0, low: 0, high: 0 };

  constructor(limits: RequestLimits) {
    this.#limits = limits;
    this.series = new SeriesRows(limits);
  }

  begin(wire: Wire, origin: Origin): void {
    this.series.beginScope(wire, origin);
  }

  end(): void {}

  /** Appends the Metric between `start` and `end`; points are rejected one by one. */
  append(wire: Wire, origin: Origin, start: number, end: number, rejections: Rejections): void {
    const metric = this.#metric;
    for (const part of [metric.name, metric.unit, metric.description]) part.start = part.end = 0;
    metric.metadata.clear();
    let metadataBytes = 0;
    let dataStart = 0;
    let dataEnd = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      const kind = KIND_OF_FIELD.get(field);
      if (kind) {
        metric.kind = kind;
        dataEnd = wire.length(end);
        dataStart = wire.position;
        wire.position = dataEnd;
      } else if (field === NAME) readSlice(wire, end, metric.name);
      else if (field === DESCRIPTION) readSlice(wire, end, metric.description);
      else if (field === UNIT) readSlice(wire, end, metric.unit);
      else if (field === METADATA) {
        const from = wire.position;
        metric.metadata.read(wire, end);
        metadataBytes += wire.position - from;
      } else wire.skip(field, end);
    }
    requireSmall(metadataBytes, "a metric's metadata");
    const { cuts } = this.#limits;
    cutText(wire.bytes, metric.unit, MAX_NAME_BYTES, cuts);
    cutText(wire.bytes, metric.description, MAX_TEXT_BYTES, cuts);
    this.#readData(wire, dataStart, dataEnd);
    if (metric.name.end === metric.name.start) {
      if (this.#points.count > 0) {
        rejections.add('data point of a metric without a name', this.#points.count);
      }
      return;
    }
    if (metric.name.end - metric.name.start > MAX_NAME_BYTES) {
      rejections.add(
        `data point of a metric whose name is longer than ${MAX_NAME_BYTES} bytes`,
        this.#points.count,
      );
      return;
    }
    this.series.beginMetric(wire, metric);
    for (let i = 0; i < this.#points.count; i++) {
      this.#appendPoint(wire, origin, this.#points.start(i), this.#points.end(i), rejections);
      this.#limits.tick();
    }
  }

  #readData(wire: Wire, start: number, end: number): void {
    const metric = this.#metric;
    this.#points.clear();
    metric.temporality = 0;
    metric.monotonic = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === DATA_POINT) this.#points.read(wire, end);
      else if (field === TEMPORALITY) {
        const temporality = wire.varint(end);
        metric.temporality = temporality <= MAX_TEMPORALITY ? temporality : 0;
      } else if (field === MONOTONIC)
        metric.monotonic = (wire.varint(end) | wire.high) === 0 ? 0 : 1;
      else wire.skip(field, end);
    }
  }

  #appendPoint(
    wire: Wire,
    origin: Origin,
    start: number,
    end: number,
    rejections: Rejections,
  ): void {
    const point = this.#point;
    point.clear();
    wire.position = start;
    const reason = this.#readPoint(wire, end);
    if (reason !== undefined) {
      rejections.add(reason);
      return;
    }
    const { cuts } = this.#limits;
    cuts.attributes += point.attributes.over;
    cuts.exemplars += point.exemplars.over;
    const id = this.series.series(
      wire,
      origin,
      this.#metric,
      point.attributes,
      point.timeLow,
      point.timeHigh,
    );
    const table = this.#tableOfKind();
    const columns = table.columns;
    this.series.nameMetric(wire, this.#metric, columns.metric);
    columns.series_id.uint64(id[0] as number, id[1] as number);
    columns.time.uint64(point.timeLow, point.timeHigh);
    columns.start_time.uint64(point.startLow, point.startHigh);
    if (point.flags !== 0) columns.flags.at(table.rows).uint32(point.flags);
    table.rows += 1;
    for (let i = 0; i < point.exemplars.count; i++) {
      this.#appendExemplar(wire, id, point.exemplars.start(i), point.exemplars.end(i));
      this.#limits.tick();
    }
  }

  #tableOfKind() {
    switch (this.#metric.kind) {
      case 'gauge':
      case 'sum':
        return this.numbers;
      case 'histogram':
        return this.histograms;
      case 'exponential_histogram':
        return this.exponentialHistograms;
      case 'summary':
        return this.summaries;
    }
  }

  /** Reads the point and appends what only its kind has; answers why it is rejected. */
  #readPoint(wire: Wire, end: number): string | undefined {
    const point = this.#point;
    switch (this.#metric.kind) {
      case 'gauge':
      case 'sum':
        return readNumber(wire, end, point, this.#limits, this.numbers);
      case 'histogram':
        return readHistogram(wire, end, point, this.#limits, this.histograms);
      case 'exponential_histogram':
        return readExponentialHistogram(wire, end, point, this.#limits, this.exponentialHistograms);
      case 'summary':
        return readSummary(wire, end, point, this.#limits, this.summaries);
    }
  }

  #appendExemplar(wire: Wire, series: ArrayLike<number>, start: number, end: number): void {
    const value = this.#exemplarValue;
    const trace = this.#exemplarTrace;
    const span = this.#exemplarSpan;
    clearNumber(value);
    trace.start = trace.end = span.start = span.end = 0;
    this.#exemplarAttributes.clear();
    let low = 0;
    let high = 0;
    wire.position = start;
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === EXEMPLAR_TIME) {
        wire.fixed64(end);
        low = wire.low;
        high = wire.high;
      } else if (field === EXEMPLAR_DOUBLE) readDouble(wire, end, value);
      else if (field === EXEMPLAR_INTEGER) readInteger(wire, end, value);
      else if (field === EXEMPLAR_SPAN_ID) readSlice(wire, end, span);
      else if (field === EXEMPLAR_TRACE_ID) readSlice(wire, end, trace);
      else if (field === EXEMPLAR_ATTRIBUTE) this.#exemplarAttributes.read(wire, end);
      else wire.skip(field, end);
    }
    if ((low | high) === 0 || isTooLate(high)) {
      // Without a time that can be, it is as old as its data point.
      low = this.#point.timeLow;
      high = this.#point.timeHigh;
    }
    const columns = this.exemplars.columns;
    this.series.nameMetric(wire, this.#metric, columns.metric);
    columns.series_id.uint64(series[0] as number, series[1] as number);
    columns.point_time.uint64(this.#point.timeLow, this.#point.timeHigh);
    columns.time.uint64(low, high);
    columns.value.double(value.double);
    columns.int_value.uint64(value.low, value.high);
    appendType(value.type, columns.value_type);
    const row = this.exemplars.rows;
    if (isId(wire.bytes, trace, 16)) columns.trace_id.at(row).raw(wire.bytes, trace.start);
    if (isId(wire.bytes, span, 8)) columns.span_id.at(row).raw(wire.bytes, span.start);
    appendAttributes(
      wire,
      this.#exemplarAttributes,
      row,
      columns.attributes,
      columns.attribute_types,
      MAX_VALUE_BYTES,
      this.#limits.cuts,
    );
    this.exemplars.rows += 1;
  }
}
