import type { Sink } from '../columns/sink.ts';
import { type Cuts, endOfText } from './cuts.ts';
import { MAX_DEPTH, MAX_NESTED } from './limits.ts';
import { BYTES, FIXED64, tag, VARINT, type Wire } from './wire.ts';

let nestedValues = 0;

/** A value's type as the store keeps it, as the code of a letter. */
export const STRING = 's'.charCodeAt(0);
export const NONE = 'n'.charCodeAt(0);
export const INTEGER = 'i'.charCodeAt(0);
const DOUBLE = 'd'.charCodeAt(0);
const BOOL = 'b'.charCodeAt(0);
const BINARY = 'x'.charCodeAt(0);
const ARRAY = 'a'.charCodeAt(0);
const KEY_VALUES = 'k'.charCodeAt(0);

// AnyValue in opentelemetry/proto/common/v1/common.proto
const STRING_VALUE = tag(1, BYTES);
const BOOL_VALUE = tag(2, VARINT);
const INT_VALUE = tag(3, VARINT);
const DOUBLE_VALUE = tag(4, FIXED64);
const ARRAY_VALUE = tag(5, BYTES);
const KVLIST_VALUE = tag(6, BYTES);
const BYTES_VALUE = tag(7, BYTES);
// ArrayValue and KeyValueList both have `repeated values = 1`.
const VALUES = tag(1, BYTES);
const KEY = tag(1, BYTES);
const VALUE = tag(2, BYTES);

/**
 * Reads the AnyValue between `start` and `end`, appends it to `out` as a ClickHouse String and
 * answers its type's letter. A string's bytes are copied as they are; other types become text:
 * base64 for bytes, the OTLP/JSON form for arrays and key-value lists.
 * A value of more than `most` bytes is cut and counted. What is left of an array or a key-value
 * list is not JSON any more, so it becomes a string.
 */
export function copyValue(
  wire: Wire,
  start: number,
  end: number,
  out: Sink,
  most: number,
  cuts: Cuts,
): number {
  let type = NONE;
  let from = 0;
  let to = 0;
  let text = '';
  wire.position = start;
  while (wire.position < end) {
    const field = wire.tag(end);
    switch (field) {
      case STRING_VALUE:
      case BYTES_VALUE:
        to = wire.length(end);
        from = wire.position;
        wire.position = to;
        type = field === STRING_VALUE ? STRING : BINARY;
        break;
      case BOOL_VALUE:
        text = (wire.varint(end) | wire.high) !== 0 ? 'true' : 'false';
        type = BOOL;
        break;
      case INT_VALUE:
        wire.varint(end);
        text = signedText(wire.low, wire.high);
        type = INTEGER;
        break;
      case DOUBLE_VALUE:
        text = doubleText(wire.double(end));
        type = DOUBLE;
        break;
      case ARRAY_VALUE:
      case KVLIST_VALUE: {
        const stop = wire.length(end);
        nestedValues = 0;
        text = JSON.stringify(nested(wire, field, stop, 1));
        type = field === ARRAY_VALUE ? ARRAY : KEY_VALUES;
        break;
      }
      default:
        wire.skip(field, end);
    }
  }
  if (type === STRING) {
    if (to - from > most) {
      to = endOfText(wire.bytes, from, to, most);
      cuts.value += 1;
    }
    out.stringSlice(wire.bytes, from, to);
    return STRING;
  }
  if (type === BINARY) {
    const whole = 3 * Math.floor(most / 4); // four characters stand for three bytes
    if (to - from > whole) {
      to = from + whole;
      cuts.value += 1;
    }
    text = wire.bytes.toString('base64', from, to);
  } else if (3 * text.length > most && Buffer.byteLength(text) > most) {
    const bytes = Buffer.from(text);
    out.stringSlice(bytes, 0, endOfText(bytes, 0, bytes.length, most));
    cuts.value += 1;
    return STRING;
  }
  out.string(text);
  return type;
}

/** A signed 64-bit integer, given by its halves, in decimal. */
function signedText(low: number, high: number): string {
  if (high === 0) return String(low >>> 0);
  if (high >>> 0 < 0x20_0000) return String((high >>> 0) * 0x1_0000_0000 + (low >>> 0));
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString();
}

function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

type JsonValue = Record<string, unknown>;

/** An ArrayValue or KeyValueList that ends at `end`, as OTLP/JSON. */
function nested(wire: Wire, kind: number, end: number, depth: number): JsonValue {
  if (depth > MAX_DEPTH) wire.fail(`a value is nested deeper than ${MAX_DEPTH}`);
  const values: unknown[] = [];
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field !== VALUES) {
      wire.skip(field, end);
      continue;
    }
    const stop = wire.length(end);
    nestedValues += 1;
    if (nestedValues > MAX_NESTED) wire.fail(`a value has more than ${MAX_NESTED} parts`);
    values.push(kind === ARRAY_VALUE ? anyValue(wire, stop, depth) : keyValue(wire, stop, depth));
  }
  return { values };
}

function keyValue(wire: Wire, end: number, depth: number): JsonValue {
  let key = '';
  let value: JsonValue = {};
  while (wire.position < end) {
    const field = wire.tag(end);
    if (field === KEY) {
      const stop = wire.length(end);
      key = wire.bytes.toString('utf8', wire.position, stop);
      wire.position = stop;
    } else if (field === VALUE) value = anyValue(wire, wire.length(end), depth);
    else wire.skip(field, end);
  }
  return { key, value };
}

function anyValue(wire: Wire, end: number, depth: number): JsonValue {
  let value: JsonValue = {};
  while (wire.position < end) {
    const field = wire.tag(end);
    switch (field) {
      case STRING_VALUE: {
        const stop = wire.length(end);
        value = { stringValue: wire.bytes.toString('utf8', wire.position, stop) };
        wire.position = stop;
        break;
      }
      case BOOL_VALUE:
        value = { boolValue: (wire.varint(end) | wire.high) !== 0 };
        break;
      case INT_VALUE:
        wire.varint(end);
        value = { intValue: signedText(wire.low, wire.high) };
        break;
      case DOUBLE_VALUE: {
        const double = wire.double(end);
        const plain = Number.isFinite(double) && !Object.is(double, -0);
        value = { doubleValue: plain ? double : doubleText(double) };
        break;
      }
      case BYTES_VALUE: {
        const stop = wire.length(end);
        value = { bytesValue: wire.bytes.toString('base64', wire.position, stop) };
        wire.position = stop;
        break;
      }
      case ARRAY_VALUE:
        value = { arrayValue: nested(wire, field, wire.length(end), depth + 1) };
        break;
      case KVLIST_VALUE:
        value = { kvlistValue: nested(wire, field, wire.length(end), depth + 1) };
        break;
      default:
        wire.skip(field, end);
    }
  }
  return value;
}
