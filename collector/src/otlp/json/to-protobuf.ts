import { Sink } from '../../columns/sink.ts';
import { MAX_DEPTH } from '../limits.ts';
import { BYTES, FIXED32, FIXED64, MalformedError, tag, VARINT } from '../wire.ts';
import { type Field, type FieldKind, type Message, REQUESTS } from './schema.ts';
import { parseJson } from './parse.ts';

/** Where the value that is being written stands; each level of a nested value adds up to four parts. */
const path: (string | number)[] = [];
const MAX_PATH = 4 * MAX_DEPTH + 32;

/**
 * Turns an OTLP/JSON request into the protobuf message that says the same, so that there is one
 * decoder and both encodings are stored alike. Unknown fields are left out. An id that is not
 * hexadecimal becomes an empty one: the decoder rejects that record alone.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * Throws {@link MalformedError} that says what is wrong, and where.
 */
export function jsonToProtobuf(signal: keyof typeof REQUESTS, body: Buffer): Buffer {
  const value = parseJson(body);
  path.length = 0;
  return writeMessage(REQUESTS[signal], value).view();
}

/** A message is written apart, because its length comes before it; these are written again. */
const free: Sink[] = [];

function writeMessage(message: Message, value: unknown): Sink {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail('an object', value);
  }
  if (path.length > MAX_PATH) {
    const field = pathText();
    throw new MalformedError(`a value is nested deeper than ${MAX_DEPTH} at ${field}`, { field });
  }
  const out = free.pop() ?? new Sink(256);
  for (const name in value) {
    const field = message[name];
    const item = (value as Record<string, unknown>)[name];
    if (!field || !Object.hasOwn(message, name) || item === null || item === undefined) continue;
    path.push(name);
    if (!field.repeated) writeField(out, field, item);
    else if (!Array.isArray(item)) fail('an array', item);
    else if (field.kind === 'fixed64' || field.kind === 'double') writeWords(out, field, item);
    else {
      for (let i = 0; i < item.length; i++) {
        path.push(i);
        writeField(out, field, item[i]);
        path.pop();
      }
    }
    path.pop();
  }
  return out;
}

/** Repeated numbers of eight bytes, packed as proto3 writes them. */
function writeWords(out: Sink, { kind, number }: Field, items: readonly unknown[]): void {
  out.varint(tag(number, BYTES));
  out.varint(8 * items.length);
  for (let i = 0; i < items.length; i++) {
    path.push(i);
    if (kind === 'double') out.double(double(items[i]));
    else {
      const bits = integer(items[i], 0n, UINT64_MAX);
      out.uint64(Number(bits & UINT32_MAX), Number(bits >> 32n));
    }
    path.pop();
  }
}

function writeField(out: Sink, field: Field, value: unknown): void {
  const { kind, number } = field;
  if (typeof kind === 'function') {
    const inner = writeMessage(kind(), value);
    out.varint(tag(number, BYTES));
    out.stringSlice(inner.bytes, 0, inner.length);
    inner.clear();
    free.push(inner);
    return;
  }
  if (typeof kind === 'object') {
    const code = typeof value === 'string' && Object.hasOwn(kind, value) ? kind[value] : value;
    writeInteger(out, number, VARINT, integer(code, -0x8000_0000n, 0x7fff_ffffn));
    return;
  }
  writeScalar(out, number, kind, value);
}

function writeScalar(
  out: Sink,
  number: number,
  kind: Extract<FieldKind, string>,
  value: unknown,
): void {
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') fail('a string', value);
      out.varint(tag(number, BYTES));
      out.string(value);
      return;
    case 'bytes':
      writeBytes(out, number, base64(value));
      return;
    case 'id':
      if (typeof value !== 'string') fail('a hexadecimal string', value);
      writeBytes(
        out,
        number,
        /^(?:[0-9a-f]{2})*$/i.test(value) ? Buffer.from(value, 'hex') : EMPTY,
      );
      return;
    case 'bool':
      if (typeof value !== 'boolean') fail('true or false', value);
      writeInteger(out, number, VARINT, value ? 1n : 0n);
      return;
    case 'double':
      out.varint(tag(number, FIXED64));
      out.double(double(value));
      return;
    case 'fixed64':
      writeInteger(out, number, FIXED64, integer(value, 0n, UINT64_MAX));
      return;
    case 'sfixed64':
      writeInteger(out, number, FIXED64, integer(value, INT64_MIN, INT64_MAX));
      return;
    case 'int64':
      writeInteger(out, number, VARINT, integer(value, INT64_MIN, INT64_MAX));
      return;
    case 'uint64':
      writeInteger(out, number, VARINT, integer(value, 0n, UINT64_MAX));
      return;
    case 'fixed32':
      writeInteger(out, number, FIXED32, integer(value, 0n, UINT32_MAX));
      return;
    case 'uint32':
      writeInteger(out, number, VARINT, integer(value, 0n, UINT32_MAX));
      return;
    case 'sint32': {
      const signed = integer(value, -0x8000_0000n, 0x7fff_ffffn);
      writeInteger(out, number, VARINT, signed < 0n ? -2n * signed - 1n : 2n * signed);
    }
  }
}

const EMPTY = Buffer.alloc(0);
const UINT32_MAX = 0xffff_ffffn;
const UINT64_MAX = 0xffff_ffff_ffff_ffffn;
const INT64_MAX = 0x7fff_ffff_ffff_ffffn;
const INT64_MIN = -INT64_MAX - 1n;

function writeBytes(out: Sink, number: number, bytes: Buffer): void {
  out.varint(tag(number, BYTES));
  out.stringSlice(bytes, 0, bytes.length);
}

function writeInteger(out: Sink, number: number, wireType: number, value: bigint): void {
  out.varint(tag(number, wireType));
  const bits = BigInt.asUintN(64, value);
  const low = Number(bits & UINT32_MAX);
  const high = Number(bits >> 32n);
  if (wireType === FIXED64) out.uint64(low, high);
  else if (wireType === FIXED32) out.uint32(low);
  else if (high === 0) out.varint(low);
  else {
    let rest = bits;
    while (rest >= 0x80n) {
      out.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    out.byte(Number(rest));
  }
}

function integer(value: unknown, min: bigint, max: bigint): bigint {
  const text = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
  if (typeof text === 'string' && !/^-?\d{1,20}$/.test(text)) fail('an integer', value);
  if (typeof text !== 'bigint' && typeof text !== 'string') fail('an integer', value);
  const result = BigInt(text);
  if (result < min || result > max) fail(`an integer from ${min} to ${max}`, value);
  return result;
}

const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function double(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '') {
    if (Object.hasOwn(NOT_FINITE, value)) return NOT_FINITE[value] as number;
    const parsed = Number(value);
    if (Number.isFinite(parsed)) return parsed;
  }
  return fail('a number', value);
}

function base64(value: unknown): Buffer {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) {
    fail('base64', value);
  }
  return Buffer.from(value, 'base64');
}

function fail(expected: string, value: unknown): never {
  const field = pathText();
  const where = field === '' ? 'the top' : field;
  throw new MalformedError(`expected ${expected} at ${where}, got ${inWords(value)}`, { field });
}

/** Short, however large the value is. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

function pathText(): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text.slice(1);
}
