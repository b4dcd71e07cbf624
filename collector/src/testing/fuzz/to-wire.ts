import type { FieldKind } from '../../otlp/json/schema.ts';
import { BYTES, FIXED32, FIXED64, VARINT } from '../../otlp/wire.ts';
import { type Choices, type Entry, isModel, type Model, type Value } from './model.ts';

/**
 * A message in protobuf. With choices, as no encoder writes it and every decoder must take it:
 * fields in any order, unknown ones among them, values that a later one replaces, packed numbers
 * split or not packed, numbers with more bytes than they need.
 */
export function toWire(model: Model, choices?: Choices): Buffer {
  const queues = model.entries.map((entry) => fieldsOf(entry, choices));
  if (!choices) return Buffer.concat(queues.flat());
  while (choices.once(4)) queues.push([unknownField(choices)]);
  const out: Buffer[] = [];
  while (queues.length > 0) {
    const index = choices.below(queues.length);
    const next = queues[index]?.shift();
    if (next) out.push(next);
    else queues.splice(index, 1);
  }
  return Buffer.concat(out);
}

function fieldsOf({ field, values }: Entry, choices: Choices | undefined): Buffer[] {
  const { kind, number, repeated } = field;
  const type = wireTypeOf(kind);
  const one = (value: Value): Buffer =>
    Buffer.concat([tagOf(number, type, choices), encoded(kind, value, choices)]);
  if (!repeated) {
    const replaced = choices?.once(8) && type !== BYTES ? values.map(one) : [];
    return [...replaced, ...values.map(one)];
  }
  if (type === BYTES || choices?.once(3)) return values.map(one);
  const pieces = choices ? split(values, choices) : [values];
  return pieces.map((piece) => {
    const content = Buffer.concat(piece.map((value) => encoded(kind, value, choices)));
    return Buffer.concat([tagOf(number, BYTES, choices), delimited(content, choices)]);
  });
}

function split(values: readonly Value[], choices: Choices): (readonly Value[])[] {
  const at = choices.below(values.length + 1);
  return choices.once(2) ? [values] : [values.slice(0, at), values.slice(at)];
}

function wireTypeOf(kind: FieldKind): number {
  if (typeof kind === 'object') return VARINT;
  if (typeof kind === 'function') return BYTES;
  switch (kind) {
    case 'string':
    case 'bytes':
    case 'id':
      return BYTES;
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return FIXED64;
    case 'fixed32':
      return FIXED32;
    default:
      return VARINT;
  }
}

function encoded(kind: FieldKind, value: Value, choices: Choices | undefined): Buffer {
  if (typeof value === 'string') return delimited(Buffer.from(value), choices);
  if (Buffer.isBuffer(value)) return delimited(value, choices);
  if (isModel(value)) return delimited(toWire(value, choices), choices);
  if (typeof value === 'boolean') {
    // Every number but 0 is true.
    const yes = choices?.once(4) ? 1n << BigInt(choices.below(64)) : 1n;
    return varint(value ? yes : 0n, choices);
  }
  if (kind === 'double') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value as number);
    return bytes;
  }
  const number = BigInt(value);
  if (wireTypeOf(kind) === FIXED64) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt.asUintN(64, number));
    return bytes;
  }
  if (kind === 'fixed32') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(Number(number));
    return bytes;
  }
  if (kind === 'sint32') return varint(number < 0n ? -2n * number - 1n : 2n * number, choices);
  return varint(BigInt.asUintN(64, number), choices);
}

const tagOf = (number: number, type: number, choices: Choices | undefined): Buffer =>
  varint(BigInt(number * 8 + type), choices);

const delimited = (content: Buffer, choices: Choices | undefined): Buffer =>
  Buffer.concat([varint(BigInt(content.length), choices), content]);

function varint(value: bigint, choices: Choices | undefined): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  if (choices?.once(12)) {
    // Zeros above the number's bits change nothing.
    const padded = bytes.length + choices.below(11 - bytes.length);
    while (bytes.length < padded) {
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) | 0x80;
      bytes.push(0);
    }
  }
  return Buffer.from(bytes);
}

function unknownField(choices: Choices): Buffer {
  const number = choices.of([100, 1_000, 536_870_911]);
  const type = choices.of([VARINT, FIXED64, BYTES, FIXED32]);
  const content = Buffer.from(Array.from({ length: 8 }, () => choices.below(256)));
  const tag = tagOf(number, type, choices);
  if (type === VARINT) return Buffer.concat([tag, varint(content.readBigUInt64LE(), choices)]);
  if (type === BYTES) {
    return Buffer.concat([tag, delimited(content.subarray(choices.below(9)), choices)]);
  }
  return Buffer.concat([tag, content.subarray(0, type === FIXED64 ? 8 : 4)]);
}
