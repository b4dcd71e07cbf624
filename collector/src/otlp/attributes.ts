import type { AttributeMap, LowCardinality } from '../columns/columns.ts';
import { Sink } from '../columns/sink.ts';
import { copyValue, INTEGER, NONE, STRING } from './any-value.ts';
import { type Cuts, endOfText } from './cuts.ts';
import { MAX_NAME_BYTES } from './limits.ts';
import { BYTES, type Ranges, tag, VARINT, type Wire } from './wire.ts';

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

function isCorrelationKey(bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== CORRELATION_KEY.length) return false;
  for (let i = 0; i < CORRELATION_KEY.length; i++) {
    if (bytes[start + i] !== CORRELATION_KEY[i]) return false;
  }
  return true;
}

/**
 * Appends a row of attributes: keys and values to `map`, the values' types to `typeColumn`.
 * `correlation`, where it is asked for, receives the value of the attribute `correlation.id` as a
 * ClickHouse String; it stays empty where there is none. What is cut, and what the ranges left
 * out, is counted.
 */
export function appendAttributes(
  wire: Wire,
  ranges: Ranges,
  row: number,
  map: AttributeMap,
  typeColumn: LowCardinality,
  most: number,
  cuts: Cuts,
  correlation?: Sink,
): void {
  correlation?.clear();
  if (ranges.count === 0) return;
  types.clear();
  cuts.attributes += ranges.over;
  let onlyStrings = true;
  for (let i = 0; i < ranges.count; i++) {
    const start = ranges.start(i);
    const end = ranges.end(i);
    let type = appendPlain(wire.bytes, start, end, map, scratch);
    if (type === 0) {
      readKeyValue(wire, start, end, scratch);
      cutKey(wire, scratch, cuts);
      map.keys.slice(wire.bytes, scratch.keyStart, scratch.keyEnd);
      type = copyKeyedValue(wire, scratch, map.values.next(), most, cuts);
    }
    types.byte(type);
    if (type !== STRING) onlyStrings = false;
    if (correlation && isCorrelationKey(wire.bytes, scratch.keyStart, scratch.keyEnd)) {
      correlation.clear();
      copyKeyedValue(wire, scratch, correlation, MAX_NAME_BYTES, cuts);
    }
  }
  map.endRow(row, ranges.count);
  if (!onlyStrings) typeColumn.at(row).slice(types.bytes, 0, types.length);
}

/* How the first byte of each part of a KeyValue looks. */
const SHORT = 0x80;
const STRING_TAG = tag(1, BYTES);
const INTEGER_TAG = tag(3, VARINT);

/**
 * Appends an attribute that is written as nearly all are: a short key, then a short string or a
 * small natural number, and nothing else. Such a string already is a ClickHouse String, so it is
 * copied with its length. Answers the value's type; 0 for any other, and then nothing is appended.
 */
function appendPlain(
  bytes: Buffer,
  start: number,
  end: number,
  map: AttributeMap,
  into: KeyValue,
): number {
  const keySize = bytes[start + 1] as number;
  const keyStart = start + 2;
  const keyEnd = keyStart + keySize;
  const valueStart = keyEnd + 2;
  // At least two bytes of value: its tag, and a length or a number.
  if (bytes[start] !== KEY || keySize >= SHORT || valueStart + 2 > end) return 0;
  const valueSize = bytes[keyEnd + 1] as number;
  if (bytes[keyEnd] !== VALUE || valueSize >= SHORT || valueStart + valueSize !== end) return 0;
  const kind = bytes[valueStart];
  if (kind === STRING_TAG) {
    if (bytes[valueStart + 1] !== valueSize - 2) return 0;
    map.values.next().slice(bytes, valueStart + 1, end);
  } else if (kind === INTEGER_TAG && valueSize <= 4) {
    let number = 0;
    for (let at = valueStart + 1, scale = 1; at < end; at++, scale *= 0x80) {
      const byte = bytes[at] as number;
      // Only the last byte has no sign that another one follows.
      if (byte < SHORT !== (at === end - 1)) return 0;
      number += (byte & 0x7f) * scale;
    }
    map.values.next().decimal(number);
  } else return 0;
  map.keys.slice(bytes, keyStart, keyEnd);
  into.keyStart = keyStart;
  into.keyEnd = keyEnd;
  into.valueStart = valueStart;
  into.valueEnd = end;
  return kind === STRING_TAG ? STRING : INTEGER;
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
