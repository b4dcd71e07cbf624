/**
 * Protobuf written by hand, for what no encoder of ours writes: packed numbers, fields of the
 * future. A number is a varint, a text and a message are delimited.
 */
export const field = (number: number, value: number | string | Buffer): Buffer => {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
};

export const message = (...fields: Buffer[]): Buffer => Buffer.concat(fields);

export const fixed64 = (number: number, value: bigint): Buffer =>
  Buffer.concat([varint(number * 8 + 1), word(value)]);

export const double = (number: number, value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
};

export const packedFixed64 = (number: number, ...values: bigint[]): Buffer =>
  field(number, Buffer.concat(values.map(word)));

export const packedDoubles = (number: number, ...values: number[]): Buffer =>
  field(number, Buffer.from(Float64Array.from(values).buffer));

export const packedVarints = (number: number, ...values: number[]): Buffer =>
  field(number, Buffer.concat(values.map(varint)));

function word(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
