import type { Fixed, NullableDouble } from '../../columns/columns.ts';
import { MAX_BUCKETS, type RequestLimits, TOO_MANY_BUCKETS, TOO_MANY_DAYS } from '../limits.ts';
import { isTooLate, TOO_LATE } from '../times.ts';
import { BYTES, FIXED64, Ranges, tag, VARINT, type Wire } from '../wire.ts';
import {
  appendType,
  COUNT,
  packed,
  type Point,
  readDouble,
  readInteger,
  single64,
  singleVarint,
  START_TIME,
  SUM,
  TIME,
  zigzag,
} from './fields.ts';
import type {
  exponentialHistogramTable,
  histogramTable,
  numberTable,
  summaryTable,
} from './points.ts';

/*
 * One function for each kind of data point. It reads the point's own fields, checks the point,
 * and only then appends the columns that its kind alone has. It answers why the point is
 * rejected, or undefined; a rejected point leaves nothing behind.
 */

// NumberDataPoint: as_double = 4, exemplars = 5, as_int = 6, attributes = 7, flags = 8
const NUMBER_DOUBLE = tag(4, FIXED64);
const NUMBER_EXEMPLAR = tag(5, BYTES);
const NUMBER_INTEGER = tag(6, FIXED64);
const NUMBER_ATTRIBUTE = tag(7, BYTES);
const NUMBER_FLAGS = tag(8, VARINT);

export function readNumber(
  wire: Wire,
  end: number,
  point: Point,
  limits: RequestLimits,
  table: ReturnType<typeof numberTable>,
): string | undefined {
  const { columns } = table;
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === TIME) point.readTime(wire, end);
    else if (field === START_TIME) point.readStartTime(wire, end);
    else if (field === NUMBER_DOUBLE) readDouble(wire, end, point.value);
    else if (field === NUMBER_INTEGER) readInteger(wire, end, point.value);
    else if (field === NUMBER_ATTRIBUTE) point.attributes.read(wire, end);
    else if (field === NUMBER_EXEMPLAR) point.exemplars.read(wire, end);
    else if (field === NUMBER_FLAGS) point.flags = wire.varint(end);
    else wire.skip(field, end);
  }
  const problem = timeProblem(point, limits);
  if (problem !== undefined) return problem;
  columns.value.double(point.value.double);
  columns.int_value.uint64(point.value.low, point.value.high);
  appendType(point.value.type, columns.value_type);
  return undefined;
}

// HistogramDataPoint: bucket_counts = 6, explicit_bounds = 7, exemplars = 8, attributes = 9,
// flags = 10, min = 11, max = 12
const HISTOGRAM_COUNTS = 6;
const HISTOGRAM_BOUNDS = 7;
const HISTOGRAM_EXEMPLAR = tag(8, BYTES);
const HISTOGRAM_ATTRIBUTE = tag(9, BYTES);
const HISTOGRAM_FLAGS = tag(10, VARINT);
const HISTOGRAM_MIN = tag(11, FIXED64);
const HISTOGRAM_MAX = tag(12, FIXED64);

const counts = new Ranges();
const bounds = new Ranges();

export function readHistogram(
  wire: Wire,
  end: number,
  point: Point,
  limits: RequestLimits,
  table: ReturnType<typeof histogramTable>,
): string | undefined {
  const { columns, rows: row } = table;
  counts.clear();
  bounds.clear();
  while (wire.position < end) {
    const field = wire.tag(end);
    switch (field) {
      case TIME:
        point.readTime(wire, end);
        break;
      case START_TIME:
        point.readStartTime(wire, end);
        break;
      case COUNT:
        point.readCount(wire, end);
        break;
      case SUM:
        point.sum = wire.double(end);
        break;
      case packed(HISTOGRAM_COUNTS):
        readWords(wire, end, counts);
        break;
      case single64(HISTOGRAM_COUNTS):
        readWord(wire, end, counts);
        break;
      case packed(HISTOGRAM_BOUNDS):
        readWords(wire, end, bounds);
        break;
      case single64(HISTOGRAM_BOUNDS):
        readWord(wire, end, bounds);
        break;
      case HISTOGRAM_EXEMPLAR:
        point.exemplars.read(wire, end);
        break;
      case HISTOGRAM_ATTRIBUTE:
        point.attributes.read(wire, end);
        break;
      case HISTOGRAM_FLAGS:
        point.flags = wire.varint(end);
        break;
      case HISTOGRAM_MIN:
        point.min = wire.double(end);
        break;
      case HISTOGRAM_MAX:
        point.max = wire.double(end);
        break;
      default:
        wire.skip(field, end);
    }
  }
  const countWords = words(counts);
  const boundWords = words(bounds);
  const problem = timeProblem(point, limits);
  if (problem !== undefined) return problem;
  if (countWords !== boundWords + 1 && (countWords !== 0 || boundWords !== 0)) {
    return 'histogram whose buckets do not fit its bounds';
  }
  if (countWords > MAX_BUCKETS) return TOO_MANY_BUCKETS;
  appendDistribution(point, row, columns);
  appendWords(wire, counts, columns.bucket_counts.items);
  columns.bucket_counts.endRow(row, countWords);
  appendWords(wire, bounds, columns.explicit_bounds.items);
  columns.explicit_bounds.endRow(row, boundWords);
  return undefined;
}

// ExponentialHistogramDataPoint: attributes = 1, scale = 6, zero_count = 7, positive = 8,
// negative = 9, flags = 10, exemplars = 11, min = 12, max = 13, zero_threshold = 14
const EXPONENTIAL_ATTRIBUTE = tag(1, BYTES);
const EXPONENTIAL_SCALE = tag(6, VARINT);
const EXPONENTIAL_ZERO_COUNT = tag(7, FIXED64);
const EXPONENTIAL_POSITIVE = tag(8, BYTES);
const EXPONENTIAL_NEGATIVE = tag(9, BYTES);
const EXPONENTIAL_FLAGS = tag(10, VARINT);
const EXPONENTIAL_EXEMPLAR = tag(11, BYTES);
const EXPONENTIAL_MIN = tag(12, FIXED64);
const EXPONENTIAL_MAX = tag(13, FIXED64);
const EXPONENTIAL_ZERO_THRESHOLD = tag(14, FIXED64);
// Buckets: offset = 1, bucket_counts = 2
const BUCKET_OFFSET = tag(1, VARINT);
const BUCKET_COUNTS = 2;

const positive = new Ranges();
const negative = new Ranges();

export function readExponentialHistogram(
  wire: Wire,
  end: number,
  point: Point,
  limits: RequestLimits,
  table: ReturnType<typeof exponentialHistogramTable>,
): string | undefined {
  const { columns, rows: row } = table;
  positive.clear();
  negative.clear();
  let scale = 0;
  let zeroLow = 0;
  let zeroHigh = 0;
  let zeroThreshold = 0;
  while (wire.position < end) {
    const field = wire.tag(end);
    switch (field) {
      case TIME:
        point.readTime(wire, end);
        break;
      case START_TIME:
        point.readStartTime(wire, end);
        break;
      case COUNT:
        point.readCount(wire, end);
        break;
      case SUM:
        point.sum = wire.double(end);
        break;
      case EXPONENTIAL_SCALE:
        scale = zigzag(wire.varint(end));
        break;
      case EXPONENTIAL_ZERO_COUNT:
        wire.fixed64(end);
        zeroLow = wire.low;
        zeroHigh = wire.high;
        break;
      case EXPONENTIAL_ZERO_THRESHOLD:
        zeroThreshold = wire.double(end);
        break;
      case EXPONENTIAL_POSITIVE:
        positive.clear();
        positive.read(wire, end);
        break;
      case EXPONENTIAL_NEGATIVE:
        negative.clear();
        negative.read(wire, end);
        break;
      case EXPONENTIAL_ATTRIBUTE:
        point.attributes.read(wire, end);
        break;
      case EXPONENTIAL_EXEMPLAR:
        point.exemplars.read(wire, end);
        break;
      case EXPONENTIAL_FLAGS:
        point.flags = wire.varint(end);
        break;
      case EXPONENTIAL_MIN:
        point.min = wire.double(end);
        break;
      case EXPONENTIAL_MAX:
        point.max = wire.double(end);
        break;
      default:
        wire.skip(field, end);
    }
  }
  const problem = timeProblem(point, limits);
  if (problem !== undefined) return problem;
  if (hasTooManyBuckets(wire, positive) || hasTooManyBuckets(wire, negative)) {
    return TOO_MANY_BUCKETS;
  }
  appendDistribution(point, row, columns);
  columns.scale.uint32(scale);
  columns.zero_count.uint64(zeroLow, zeroHigh);
  columns.zero_threshold.double(zeroThreshold);
  columns.positive_offset.uint32(
    appendBuckets(wire, positive, row, columns.positive_bucket_counts),
  );
  columns.negative_offset.uint32(
    appendBuckets(wire, negative, row, columns.negative_bucket_counts),
  );
  return undefined;
}

/** Counts them only where there are enough bytes for so many. */
function hasTooManyBuckets(wire: Wire, buckets: Ranges): boolean {
  if (buckets.count === 0) return false;
  const end = buckets.end(0);
  if (end - buckets.start(0) <= MAX_BUCKETS) return false;
  let count = 0;
  wire.position = buckets.start(0);
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === packed(BUCKET_COUNTS)) {
      const stop = wire.length(end);
      for (; wire.position < stop; count++) wire.varint(stop);
    } else {
      if (field === singleVarint(BUCKET_COUNTS)) count += 1;
      wire.skip(field, end);
    }
  }
  return count > MAX_BUCKETS;
}

/** Appends a row of bucket counts and answers the offset of the first bucket. */
function appendBuckets(
  wire: Wire,
  buckets: Ranges,
  row: number,
  column: ReturnType<typeof exponentialHistogramTable>['columns']['positive_bucket_counts'],
): number {
  let offset = 0;
  let count = 0;
  if (buckets.count > 0) {
    const end = buckets.end(0);
    wire.position = buckets.start(0);
    while (wire.position < end) {
      const field = wire.tag(end);
      if (field === BUCKET_OFFSET) offset = zigzag(wire.varint(end));
      else if (field === packed(BUCKET_COUNTS)) {
        const stop = wire.length(end);
        while (wire.position < stop) {
          wire.varint(stop);
          column.items.uint64(wire.low, wire.high);
          count += 1;
        }
      } else if (field === singleVarint(BUCKET_COUNTS)) {
        wire.varint(end);
        column.items.uint64(wire.low, wire.high);
        count += 1;
      } else wire.skip(field, end);
    }
  }
  column.endRow(row, count);
  return offset;
}

// SummaryDataPoint: quantile_values = 6 { quantile = 1, value = 2 }, attributes = 7, flags = 8
const SUMMARY_QUANTILE = tag(6, BYTES);
const SUMMARY_ATTRIBUTE = tag(7, BYTES);
const SUMMARY_FLAGS = tag(8, VARINT);
const QUANTILE = tag(1, FIXED64);
const QUANTILE_VALUE = tag(2, FIXED64);

const quantiles = new Ranges();

export function readSummary(
  wire: Wire,
  end: number,
  point: Point,
  limits: RequestLimits,
  table: ReturnType<typeof summaryTable>,
): string | undefined {
  const { columns, rows: row } = table;
  quantiles.clear();
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === TIME) point.readTime(wire, end);
    else if (field === START_TIME) point.readStartTime(wire, end);
    else if (field === COUNT) point.readCount(wire, end);
    else if (field === SUM) point.sum = wire.double(end);
    else if (field === SUMMARY_QUANTILE) quantiles.read(wire, end);
    else if (field === SUMMARY_ATTRIBUTE) point.attributes.read(wire, end);
    else if (field === SUMMARY_FLAGS) point.flags = wire.varint(end);
    else wire.skip(field, end);
  }
  const problem = timeProblem(point, limits);
  if (problem !== undefined) return problem;
  if (quantiles.count > MAX_BUCKETS) return TOO_MANY_BUCKETS;
  columns.count.uint64(point.countLow, point.countHigh);
  columns.sum.double(point.sum ?? 0);
  for (let i = 0; i < quantiles.count; i++) {
    let quantile = 0;
    let value = 0;
    const stop = quantiles.end(i);
    wire.position = quantiles.start(i);
    while (wire.position < stop) {
      const field = wire.tag(stop);
      if (field === QUANTILE) quantile = wire.double(stop);
      else if (field === QUANTILE_VALUE) value = wire.double(stop);
      else wire.skip(field, stop);
    }
    columns.quantiles.items.double(quantile);
    columns.quantile_values.items.double(value);
  }
  columns.quantiles.endRow(row, quantiles.count);
  columns.quantile_values.endRow(row, quantiles.count);
  return undefined;
}

function timeProblem(point: Point, limits: RequestLimits): string | undefined {
  if ((point.timeLow | point.timeHigh) === 0) return 'data point without a time';
  const late = isTooLate(point.timeHigh) || isTooLate(point.startHigh);
  if (late) return `data point ${TOO_LATE}`;
  if (limits.admitsDay(point.timeLow, point.timeHigh)) return undefined;
  return `data point ${TOO_MANY_DAYS}`;
}

function appendDistribution(
  point: Point,
  row: number,
  columns: {
    count: { uint64(low: number, high: number): void };
    sum: NullableDouble;
    min: NullableDouble;
    max: NullableDouble;
  },
): void {
  columns.count.uint64(point.countLow, point.countHigh);
  for (const name of ['sum', 'min', 'max'] as const) {
    const value = point[name];
    if (value !== undefined) columns[name].at(row).double(value);
  }
}

/** Keeps where packed 64-bit values lie. */
function readWords(wire: Wire, end: number, into: Ranges): void {
  const from = wire.position;
  into.read(wire, end);
  const last = into.count - 1;
  if ((into.end(last) - into.start(last)) % 8 !== 0) {
    wire.position = from;
    wire.fail('packed 64-bit values are cut off');
  }
}

/** Keeps where one 64-bit value of a repeated field that is not packed lies. */
function readWord(wire: Wire, end: number, into: Ranges): void {
  const start = wire.position;
  wire.fixed64(end);
  into.add(start, wire.position);
}

function words(ranges: Ranges): number {
  let bytes = 0;
  for (let i = 0; i < ranges.count; i++) bytes += ranges.end(i) - ranges.start(i);
  return bytes / 8;
}

function appendWords(wire: Wire, ranges: Ranges, column: Fixed): void {
  for (let i = 0; i < ranges.count; i++) {
    column.rawRows(wire.bytes, ranges.start(i), ranges.end(i));
  }
}
