import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Bytes that are not the message that they should be, or one beyond the bounds. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** Reads the value of a field; what is not read is skipped. */
export type FieldReaders = Readonly<
  Record<number, readonly [WireType, (reader: BinaryReader) => void]>
>;

/**
 * Walks over a message's fields. A field that is not in the table, or has another wire type, is
 * skipped and not kept. The reader checks every length against the message that encloses it.
 */
export function readFields(bytes: Uint8Array, fields: FieldReaders): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = fields[number];
    if (field?.[0] === wireType) field[1](reader);
    else reader.skip(wireType, number);
  }
}

export const varint = (set: (value: bigint) => void): FieldReaders[number] => [
  WireType.Varint,
  (reader) => set(BigInt(reader.uint64())),
];
export const fixed64 = (set: (value: bigint) => void): FieldReaders[number] => [
  WireType.Bit64,
  (reader) => set(BigInt(reader.fixed64())),
];
export const double = (set: (value: number) => void): FieldReaders[number] => [
  WireType.Bit64,
  (reader) => set(reader.double()),
];
export const bytes = (set: (value: Uint8Array) => void): FieldReaders[number] => [
  WireType.LengthDelimited,
  (reader) => set(reader.bytes()),
];
export const text = (set: (value: string) => void): FieldReaders[number] => [
  WireType.LengthDelimited,
  (reader) => set(reader.string()),
];

/** An entry of a map: key 1 is text, value 2 a message. */
export function readEntry(entry: Uint8Array): [key: string, value: Uint8Array] {
  let key = '';
  let value: Uint8Array = new Uint8Array();
  readFields(entry, { 1: text((read) => (key = read)), 2: bytes((read) => (value = read)) });
  return [key, value];
}

export function bounded(what: string, size: number, most: number): void {
  if (size > most) throw new MalformedMessageError(`${what} may be ${most} at most`);
}
