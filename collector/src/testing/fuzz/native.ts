/** The columns of a block, by name, each with a value a row. */
export interface Block {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, { readonly type: string; readonly values: unknown[] }>;
}

/**
 * Reads a block in ClickHouse's Native format, as far as the collector writes it, and insists
 * that it is well-formed to its last byte.
 */
export function readNative(bytes: Buffer): Block {
  const reader = new Reader(bytes);
  const count = reader.varint();
  const rows = reader.varint();
  const columns = new Map<string, { type: string; values: unknown[] }>();
  for (let i = 0; i < count; i++) {
    const name = reader.text();
    const type = reader.text();
    const read = columnOf(type);
    read.prefix(reader);
    columns.set(name, { type, values: read.data(reader, rows) });
  }
  if (reader.position !== bytes.length) throw new Error('bytes follow the block');
  return { rows, columns };
}

class Reader {
  readonly bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  take(size: number): Buffer {
    const start = this.position;
    this.position += size;
    if (this.position > this.bytes.length) throw new Error('the block is cut off');
    return this.bytes.subarray(start, this.position);
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.take(1)[0] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  uint64(): number {
    return Number(this.take(8).readBigUInt64LE());
  }

  /** Bytes as they are, one character each. */
  text(): string {
    return this.take(this.varint()).toString('latin1');
  }
}

interface ColumnReader {
  prefix(reader: Reader): void;
  data(reader: Reader, rows: number): unknown[];
}

const WIDTHS: Readonly<Record<string, number>> = {
  UInt8: 1,
  Bool: 1,
  UInt32: 4,
  Int32: 4,
  UInt64: 8,
  Int64: 8,
  Float64: 8,
  "DateTime64(9, 'UTC')": 8,
  'FixedString(16)': 16,
  'FixedString(8)': 8,
};

const times = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);

function columnOf(type: string): ColumnReader {
  const width = WIDTHS[type];
  if (width !== undefined) {
    return plain((reader, rows) => times(rows, () => reader.take(width).toString('hex')));
  }
  if (type === 'String') return plain((reader, rows) => times(rows, () => reader.text()));
  if (type === 'Nullable(Float64)') {
    return plain((reader, rows) => {
      const nulls = [...reader.take(rows)];
      const values = times(rows, () => reader.take(8).toString('hex'));
      return values.map((value, row) => (nulls[row] === 1 ? null : value));
    });
  }
  if (type === 'LowCardinality(String)') return { prefix: dictionaryPrefix, data: dictionary };
  if (type === 'Map(LowCardinality(String), String)') {
    const keys = columnOf('LowCardinality(String)');
    const values = columnOf('String');
    return nested(keys.prefix, (reader, count) => {
      const names = count > 0 ? keys.data(reader, count) : [];
      const texts = values.data(reader, count);
      return names.map((name, i) => [name, texts[i]]);
    });
  }
  const item = /^Array\((.*)\)$/.exec(type)?.[1];
  if (item === undefined) throw new Error(`unknown type ${type}`);
  const items = columnOf(item);
  return nested(items.prefix, (reader, count) => (count > 0 ? items.data(reader, count) : []));
}

const plain = (data: ColumnReader['data']): ColumnReader => ({ prefix: () => undefined, data });

const nested = (prefix: ColumnReader['prefix'], items: ColumnReader['data']): ColumnReader => ({
  prefix,
  data: (reader, rows) => {
    const ends = times(rows, () => reader.uint64());
    const all = items(reader, ends.at(-1) ?? 0);
    return ends.map((end, row) => {
      const start = row === 0 ? 0 : (ends[row - 1] as number);
      if (end < start) throw new Error('a row ends before it starts');
      return all.slice(start, end);
    });
  },
});

function dictionaryPrefix(reader: Reader): void {
  if (reader.uint64() !== 1) throw new Error('unknown version of a dictionary');
}

function dictionary(reader: Reader, rows: number): unknown[] {
  const flags = reader.uint64();
  const keys = times(reader.uint64(), () => reader.text());
  if (new Set(keys).size !== keys.length) throw new Error('a dictionary has a key twice');
  if (reader.uint64() !== rows) throw new Error('a dictionary column has other rows');
  const width = 1 << (flags & 0xff);
  return times(rows, () => {
    const key = reader.take(width).readUIntLE(0, width);
    if (key >= keys.length) throw new Error('a row names a key that is not there');
    return keys[key];
  });
}

/** What stands in a column that is not sent. */
const isDefault = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) ? value.length === 0 : false);
const ZEROS = /^(00)*$/;

/**
 * The block without what does not matter: columns that have their default in every row, of which
 * a batch that was rolled back may send more than one that never had the rows.
 */
export function meaning(bytes: Buffer): Record<string, unknown> {
  const { rows, columns } = readNative(bytes);
  const told = [...columns].filter(([, { type, values }]) => {
    const fixed = type in WIDTHS;
    return values.some((value) => !(isDefault(value) || (fixed && ZEROS.test(String(value)))));
  });
  return { rows, ...Object.fromEntries(told.map(([name, { values }]) => [name, values])) };
}
