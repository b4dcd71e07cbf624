import type { BlockWriter } from './block.ts';
import type { Column } from './column.ts';
import { Sink } from './sink.ts';

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

  /** The column, ready for the row with this number. */
  at(row: number): this {
    if (this.data.length !== row * this.width) this.pad(row);
    return this;
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
    this.data.double(value);
  }

  /** The same number in all rows from one up to another. */
  fill64(low: number, high: number, from: number, to: number): void {
    this.pad(from);
    this.data.reserve((to - from) * 8);
    for (let row = from; row < to; row++) this.uint64(low, high);
  }

  /** `width` bytes as they are. */
  raw(source: Buffer, start: number): void {
    this.#nonZero = true;
    this.data.slice(source, start, start + this.width);
  }

  /** The bytes of several rows. */
  rawRows(source: Buffer, start: number, end: number): void {
    this.#nonZero = true;
    this.data.slice(source, start, end);
  }

  get bytes(): number {
    return this.data.length;
  }

  /** Compares a row, an unsigned 64-bit number, with another: below, at or above zero. */
  compareAt(row: number, low: number, high: number): number {
    const ownHigh = this.highAt(row);
    return ownHigh === high ? this.lowAt(row) - low : ownHigh - high;
  }

  /** The row as an unsigned 64-bit number, by its halves. */
  lowAt(row: number): number {
    return this.data.numbers.getUint32(row * this.width, true);
  }

  highAt(row: number): number {
    return this.data.numbers.getUint32(row * this.width + 4, true);
  }

  replaceAt(row: number, low: number, high: number): void {
    const at = row * this.width;
    this.data.numbers.setUint32(at, low, true);
    this.data.numbers.setUint32(at + 4, high, true);
    this.#nonZero = true;
  }

  isDefault(): boolean {
    return !this.#nonZero;
  }

  pad(rows: number): void {
    const missing = rows * this.width - this.data.length;
    if (missing > 0) this.data.zeros(missing);
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

/** Nullable(Float64): a byte a row that says whether it is null, then the values. */
export class NullableDouble implements Column {
  readonly type = 'Nullable(Float64)';
  readonly #nulls = new Fixed('UInt8', 1);
  readonly #values = float64();
  #present = false;

  get bytes(): number {
    return this.#nulls.bytes + this.#values.bytes;
  }

  at(row: number): this {
    if (this.#nulls.bytes !== row) this.pad(row);
    return this;
  }

  double(value: number): void {
    this.#present = true;
    this.#nulls.uint8(0);
    this.#values.double(value);
  }

  isDefault(): boolean {
    return !this.#present;
  }

  pad(rows: number): void {
    while (this.#nulls.bytes < rows) this.#nulls.uint8(1);
    this.#values.pad(rows);
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
