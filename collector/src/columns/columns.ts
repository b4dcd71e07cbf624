import type { BlockWriter } from './block.ts';
import { LowCardinality } from './low-cardinality.ts';
import { Sink } from './sink.ts';

export { LowCardinality };

/**
 * One column of a block in ClickHouse's Native format, filled row by row. `mark` remembers the
 * present end and `rollback` returns to it, so that a malformed request leaves nothing behind.
 */
export interface Column {
  readonly type: string;
  /** How much it takes, about. */
  readonly bytes: number;
  /** No row differs from the type's default, so the column need not be sent. */
  isDefault(): boolean;
  /** What Native puts before the data of a column: versions of nested serialisations. */
  writePrefix(out: BlockWriter): void;
  writeData(out: BlockWriter): void;
  mark(): void;
  rollback(): void;
  clear(): void;
}

/** Numbers, times, ids: every row has the same width in bytes. */
export class Fixed implements Column {
  readonly type: string;
  readonly width: number;
  readonly data = new Sink();
  #nonZero = false;
  #marked = 0;

  constructor(type: string, width: number) {
    this.type = type;
    this.width = width;
  }

  uint8(value: number): void {
    if (value !== 0) this.#nonZero = true;
    this.data.byte(value);
  }

  uint32(value: number): void {
    if (value !== 0) this.#nonZero = true;
    this.data.uint32(value);
  }

  uint64(low: number, high: number): void {
    if ((low | high) !== 0) this.#nonZero = true;
    this.data.uint64(low, high);
  }

  double(value: number): void {
    this.#nonZero = true;
    this.data.reserve(8);
    this.data.length = this.data.bytes.writeDoubleLE(value, this.data.length);
  }

  /** `width` bytes as they are. */
  raw(source: Buffer, start: number): void {
    this.#nonZero = true;
    this.data.slice(source, start, start + this.width);
  }

  zero(): void {
    this.data.zeros(this.width);
  }

  get bytes(): number {
    return this.data.length;
  }

  /** Compares a row, an unsigned 64-bit number, with another: below, at or above zero. */
  compareAt(row: number, low: number, high: number): number {
    const at = row * this.width;
    const ownHigh = this.data.bytes.readUInt32LE(at + 4);
    return ownHigh === high ? this.data.bytes.readUInt32LE(at) - low : ownHigh - high;
  }

  /** The row as an unsigned 64-bit number, by its halves. */
  lowAt(row: number): number {
    return this.data.bytes.readUInt32LE(row * this.width);
  }

  highAt(row: number): number {
    return this.data.bytes.readUInt32LE(row * this.width + 4);
  }

  replaceAt(row: number, low: number, high: number): void {
    const at = row * this.width;
    this.data.bytes.writeUInt32LE(low, at);
    this.data.bytes.writeUInt32LE(high, at + 4);
    this.#nonZero = true;
  }

  isDefault(): boolean {
    return !this.#nonZero;
  }

  writePrefix(): void {}

  writeData(out: BlockWriter): void {
    out.bytes(this.data.view());
  }

  mark(): void {
    this.#marked = this.data.length;
  }

  rollback(): void {
    this.data.length = this.#marked;
  }

  clear(): void {
    this.data.clear();
    this.#nonZero = false;
  }
}

export const uint8 = (): Fixed => new Fixed('UInt8', 1);
export const bool = (): Fixed => new Fixed('Bool', 1);
export const uint32 = (): Fixed => new Fixed('UInt32', 4);
export const int32 = (): Fixed => new Fixed('Int32', 4);
export const uint64 = (): Fixed => new Fixed('UInt64', 8);
export const int64 = (): Fixed => new Fixed('Int64', 8);
export const float64 = (): Fixed => new Fixed('Float64', 8);
export const nanoseconds = (): Fixed => new Fixed("DateTime64(9, 'UTC')", 8);
export const traceId = (): Fixed => new Fixed('FixedString(16)', 16);
export const spanId = (): Fixed => new Fixed('FixedString(8)', 8);

export class Text implements Column {
  readonly type = 'String';
  readonly data = new Sink();
  #nonEmpty = false;
  #marked = 0;

  get bytes(): number {
    return this.data.length;
  }

  slice(source: Buffer, start: number, end: number): void {
    if (end > start) this.#nonEmpty = true;
    this.data.stringSlice(source, start, end);
  }

  string(text: string): void {
    if (text !== '') this.#nonEmpty = true;
    this.data.string(text);
  }

  /** Takes over a ClickHouse String from a sink; an empty sink is the empty string. */
  encoded(source: Sink): void {
    if (source.length === 0) {
      this.data.byte(0);
      return;
    }
    this.#nonEmpty = true;
    this.data.slice(source.bytes, 0, source.length);
  }

  isDefault(): boolean {
    return !this.#nonEmpty;
  }

  writePrefix(): void {}

  writeData(out: BlockWriter): void {
    out.bytes(this.data.view());
  }

  mark(): void {
    this.#marked = this.data.length;
  }

  rollback(): void {
    this.data.length = this.#marked;
  }

  clear(): void {
    this.data.clear();
    this.#nonEmpty = false;
  }
}

/** Nullable(Float64): a byte a row that says whether it is null, then the values. */
export class NullableDouble implements Column {
  readonly type = 'Nullable(Float64)';
  readonly #nulls = new Fixed('UInt8', 1);
  readonly #values = float64();
  #present = false;

  get bytes(): number {
    return this.#nulls.bytes + this.#values.bytes;
  }

  double(value: number): void {
    this.#present = true;
    this.#nulls.uint8(0);
    this.#values.double(value);
  }

  null(): void {
    this.#nulls.uint8(1);
    this.#values.zero();
  }

  isDefault(): boolean {
    return !this.#present;
  }

  writePrefix(): void {}

  writeData(out: BlockWriter): void {
    this.#nulls.writeData(out);
    this.#values.writeData(out);
  }

  mark(): void {
    this.#nulls.mark();
    this.#values.mark();
  }

  rollback(): void {
    this.#nulls.rollback();
    this.#values.rollback();
  }

  clear(): void {
    this.#nulls.clear();
    this.#values.clear();
    this.#present = false;
  }
}

/** Array(T): fill `items`, then end the row. */
export class List<Item extends Column> implements Column {
  readonly type: string;
  readonly items: Item;
  readonly #offsets = uint64();
  #length = 0;
  #markedLength = 0;

  constructor(items: Item) {
    this.type = `Array(${items.type})`;
    this.items = items;
  }

  get bytes(): number {
    return this.#offsets.bytes + this.items.bytes;
  }

  /** Ends a row that took `count` of the items. */
  endRow(count: number): void {
    this.#length += count;
    this.#offsets.uint64(this.#length, 0);
  }

  isDefault(): boolean {
    return this.#length === 0;
  }

  writePrefix(out: BlockWriter): void {
    this.items.writePrefix(out);
  }

  writeData(out: BlockWriter): void {
    this.#offsets.writeData(out);
    if (this.#length > 0) this.items.writeData(out);
  }

  mark(): void {
    this.#markedLength = this.#length;
    this.#offsets.mark();
    this.items.mark();
  }

  rollback(): void {
    this.#length = this.#markedLength;
    this.#offsets.rollback();
    this.items.rollback();
  }

  clear(): void {
    this.#length = 0;
    this.#offsets.clear();
    this.items.clear();
  }
}

/** Map(LowCardinality(String), String): offsets, then all keys, then all values. */
export class AttributeMap implements Column {
  readonly type = 'Map(LowCardinality(String), String)';
  readonly keys = new LowCardinality();
  readonly values = new Text();
  readonly #offsets = uint64();
  #length = 0;
  #markedLength = 0;

  get bytes(): number {
    return this.#offsets.bytes + this.keys.bytes + this.values.bytes;
  }

  endRow(count: number): void {
    this.#length += count;
    this.#offsets.uint64(this.#length, 0);
  }

  isDefault(): boolean {
    return this.#length === 0;
  }

  writePrefix(out: BlockWriter): void {
    this.keys.writePrefix(out);
  }

  writeData(out: BlockWriter): void {
    this.#offsets.writeData(out);
    if (this.#length === 0) return;
    this.keys.writeData(out);
    this.values.writeData(out);
  }

  mark(): void {
    this.#markedLength = this.#length;
    for (const part of [this.#offsets, this.keys, this.values]) part.mark();
  }

  rollback(): void {
    this.#length = this.#markedLength;
    for (const part of [this.#offsets, this.keys, this.values]) part.rollback();
  }

  clear(): void {
    this.#length = 0;
    for (const part of [this.#offsets, this.keys, this.values]) part.clear();
  }
}
