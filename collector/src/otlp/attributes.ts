import type { AttributeMap, LowCardinality } from '../columns/columns.ts';
import { Sink } from '../columns/sink.ts';
import { copyValue, NONE, STRING } from './any-value.ts';
import { type Cuts, endOfText } from './cuts.ts';
import { MAX_NAME_BYTES } from './limits.ts';
import { BYTES, type Ranges, tag, type Wire } from './wire.ts';

// KeyValue in opentelemetry/proto/common/v1/common.proto
const KEY = tag(1, BYTES);
const VALUE = tag(2, BYTES);

/** Where the parts of the KeyValue that was read last are. No value: `valueStart` is -1. */
export interface KeyValue {
  keyStart: number;
  keyEnd: number;
  valueStart: number;
  valueEnd: number;
}

export const newKeyValue = (): KeyValue => ({
  keyStart: 0,
  keyEnd: 0,
  valueStart: -1,
  valueEnd: -1,
});

export function readKeyValue(wire: Wire, start: number, end: number, into: KeyValue): void {
  into.keyStart = 0;
  into.keyEnd = 0;
  into.valueStart = -1;
  into.valueEnd = -1;
  wire.position = start;
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === KEY) {
      into.keyEnd = wire.length(end);
      into.keyStart = wire.position;
      wire.position = into.keyEnd;
    } else if (field === VALUE) {
      into.valueEnd = wire.length(end);
      into.valueStart = wire.position;
      wire.position = into.valueEnd;
    } else wire.skip(field, end);
  }
}

/** Appends the value, cut at `most` bytes, to `out` as a ClickHouse String; answers its type's letter. */
export function copyKeyedValue(
  wire: Wire,
  keyValue: KeyValue,
  out: Sink,
  most: number,
  cuts: Cuts,
): number {
  if (keyValue.valueStart >= 0) {
    return copyValue(wire, keyValue.valueStart, keyValue.valueEnd, out, most, cuts);
  }
  out.byte(0);
  return NONE;
}

/** Leaves out the end of a key that is too long for a dictionary. */
export function cutKey(wire: Wire, keyValue: KeyValue, cuts: Cuts): void {
  const { keyStart, keyEnd } = keyValue;
  if (keyEnd - keyStart <= MAX_NAME_BYTES) return;
  keyValue.keyEnd = endOfText(wire.bytes, keyStart, keyEnd, MAX_NAME_BYTES);
  cuts.value += 1;
}

const scratch = newKeyValue();
const types = new Sink(64);
const CORRELATION_KEY = Buffer.from('correlation.id');

const isCorrelationKey = (bytes: Buffer, start: number, end: number): boolean =>
  end - start === CORRELATION_KEY.length &&
  bytes[start] === CORRELATION_KEY[0] &&
  bytes.compare(CORRELATION_KEY, 0, CORRELATION_KEY.length, start, end) === 0;

/**
 * Appends a row of attributes: keys and values to `map`, the values' types to `typeColumn`.
 * `correlation`, where it is asked for, receives the value of the attribute `correlation.id` as a
 * ClickHouse String; it stays empty where there is none. What is cut, and what the ranges left
 * out, is counted.
 */
export function appendAttributes(
  wire: Wire,
  ranges: Ranges,
  map: AttributeMap,
  typeColumn: LowCardinality,
  most: number,
  cuts: Cuts,
  correlation?: Sink,
): void {
  types.clear();
  correlation?.clear();
  cuts.attributes += ranges.over;
  let onlyStrings = true;
  for (let i = 0; i < ranges.count; i++) {
    readKeyValue(wire, ranges.start(i), ranges.end(i), scratch);
    cutKey(wire, scratch, cuts);
    map.keys.slice(wire.bytes, scratch.keyStart, scratch.keyEnd);
    const type = copyKeyedValue(wire, scratch, map.values.data, most, cuts);
    types.byte(type);
    if (type !== STRING) onlyStrings = false;
    if (correlation && isCorrelationKey(wire.bytes, scratch.keyStart, scratch.keyEnd)) {
      correlation.clear();
      copyKeyedValue(wire, scratch, correlation, MAX_NAME_BYTES, cuts);
    }
  }
  map.endRow(ranges.count);
  if (onlyStrings) typeColumn.push(0);
  else typeColumn.slice(types.bytes, 0, types.length);
}

/**
 * The ranges' indexes in the order of their keys. Senders do not promise an order, so what names
 * a resource or a series by its attributes goes through them in this one.
 */
export function sortByKey(wire: Wire, ranges: Ranges): readonly number[] {
  const keys = Array.from({ length: ranges.count }, (_, index) => {
    readKeyValue(wire, ranges.start(index), ranges.end(index), scratch);
    return { index, start: scratch.keyStart, end: scratch.keyEnd };
  });
  keys.sort((a, b) => wire.bytes.compare(wire.bytes, b.start, b.end, a.start, a.end));
  return keys.map(({ index }) => index);
}
