import { MAX_DEPTH } from '../limits.ts';
import { BYTES, FIXED32, FIXED64, MalformedError, tag, VARINT } from '../wire.ts';
import { type Field, type FieldKind, type Message, REQUESTS } from './schema.ts';
import { parseJson } from './parse.ts';
import { ReverseWriter } from './reverse-writer.ts';

/** Where the value that is being written stands; each level of a nested value adds up to four parts. */
const path: (string | number)[] = [];
const MAX_PATH = 4 * MAX_DEPTH + 32;

/**
 * Turns an OTLP/JSON request into the protobuf message that says the same, so that there is one
 * decoder and both encodings are stored alike. Unknown fields are left out. An id that is not
 * hexadecimal becomes an empty one: the decoder rejects that record alone.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * The answer is there only until the next call.
 * Throws {@link MalformedError} that says what is wrong, and where.
 */
export function jsonToProtobuf(signal: keyof typeof REQUESTS, body: Buffer): Buffer {
  const value = parseJson(body);
  path.length = 0;
  writer.clear(MOST_BYTES_KEPT);
  writeMessage(writer, REQUESTS[signal], value);
  return writer.view();
}

/** Its memory is used again, up to this size. */
const MOST_BYTES_KEPT = 4 * 1024 * 1024;
const writer = new ReverseWriter(64 * 1024);

/** Writes the fields from the last to the first, since the writer goes backwards. */
function writeMessage(out: ReverseWriter, message: Message, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail('an object', value);
  }
  if (path.length > MAX_PATH) {
    const field = pathText();
    throw new MalformedError(`a value is nested deeper than ${MAX_DEPTH} at ${field}`, { field });
  }
  const names = Object.keys(value);
  for (let n = names.length - 1; n >= 0; n--) {
    const name = names[n] as string;
    const field = message[name];
    const item = (value as Record<string, unknown>)[name];
    if (!field || !Object.hasOwn(message, name) || item === null || item === undefined) continue;
    path.push(name);
    if (!field.repeated) writeField(out, field, item);
    else if (!Array.isArray(item)) fail('an array', item);
    else if (field.kind === 'fixed64' || field.kind === 'double') writeWords(out, field, item);
    else {
      for (let i = item.length - 1; i >= 0; i--) {
        path.push(i);
        writeField(out, field, item[i]);
        path.pop();
      }
    }
    path.pop();
  }
}

/** Repeated numbers of eight bytes, packed as proto3 has them. */
function writeWords(out: ReverseWriter, { kind, number }: Field, items: readonly unknown[]): void {
  const end = out.length;
  for (let i = items.length - 1; i >= 0; i--) {
    path.push(i);
    if (kind === 'double') out.double(double(items[i]));
    else {
      const bits = integer(items[i], 0n, UINT64_MAX);
      out.uint64(Number(bits & UINT32_MAX), Number(bits >> 32n));
    }
    path.pop();
  }
  endDelimited(out, number, end);
}

function writeField(out: ReverseWriter, { kind, number }: Field, value: unknown): void {
  if (typeof kind === 'function') {
    const end = out.length;
    writeMessage(out, kind(), value);
    endDelimited(out, number, end);
  } else if (typeof kind === 'object') {
    const code = typeof value === 'string' && Object.hasOwn(kind, value) ? kind[value] : value;
    writeInteger(out, number, VARINT, integer(code, -0x8000_0000n, 0x7fff_ffffn));
  } else writeScalar(out, number, kind, value);
}

function writeScalar(
  out: ReverseWriter,
  number: number,
  kind: Extract<FieldKind, string>,
  value: unknown,
): void {
  const end = out.length;
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') fail('a string', value);
      out.text(value);
      endDelimited(out, number, end);
      return;
    case 'bytes':
      out.slice(base64(value));
      endDelimited(out, number, end);
      return;
    case 'id':
      if (typeof value !== 'string') fail('a hexadecimal string', value);
      if (/^(?:[0-9a-f]{2})*$/i.test(value)) out.slice(Buffer.from(value, 'hex'));
      endDelimited(out, number, end);
      return;
    case 'bool':
      if (typeof value !== 'boolean') fail('true or false', value);
      writeInteger(out, number, VARINT, value ? 1n : 0n);
      return;
    case 'double':
      out.double(double(value));
      out.varint(tag(number, FIXED64));
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

const UINT32_MAX = 0xffff_ffffn;
const UINT64_MAX = 0xffff_ffff_ffff_ffffn;
const INT64_MAX = 0x7fff_ffff_ffff_ffffn;
const INT64_MIN = -INT64_MAX - 1n;

/** The value of a delimited field is written, down to where the writer was at `end`. */
function endDelimited(out: ReverseWriter, number: number, end: number): void {
  out.varint(out.length - end);
  out.varint(tag(number, BYTES));
}

function writeInteger(out: ReverseWriter, number: number, wireType: number, value: bigint): void {
  const bits = BigInt.asUintN(64, value);
  const low = Number(bits & UINT32_MAX);
  const high = Number(bits >> 32n);
  if (wireType === FIXED64) out.uint64(low, high);
  else if (wireType === FIXED32) out.uint32(low);
  else if (high === 0) out.varint(low);
  else out.longVarint(bits);
  out.varint(tag(number, wireType));
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
