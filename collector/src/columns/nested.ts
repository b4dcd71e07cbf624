import type { BlockWriter } from './block.ts';
import type { Column } from './column.ts';
import { uint64 } from './fixed.ts';
import { LowCardinality } from './low-cardinality.ts';
import { Text } from './text.ts';

/** Where each row of a nested column ends, counted in items from the first row. */
class Offsets {
  readonly #ends = uint64();
  items = 0;
  #markedItems = 0;

  get bytes(): number {
    return this.#ends.bytes;
  }

  endRow(row: number, count: number): void {
    this.pad(row);
    this.items += count;
    this.#ends.uint64(this.items, 0);
  }

  pad(rows: number): void {
    while (this.#ends.bytes < 8 * rows) this.#ends.uint64(this.items, 0);
  }

  writeData(out: BlockWriter): void {
    this.#ends.writeData(out);
  }

  mark(): void {
    this.#markedItems = this.items;
    this.#ends.mark();
  }

  rollback(): void {
    this.items = this.#markedItems;
    this.#ends.rollback();
  }

  clear(): void {
    this.items = 0;
    this.#ends.clear();
  }
}

/** Array(T): fill `items`, then end the row; a row that is not ended is empty. */
export class List<Item extends Column> implements Column {
  readonly type: string;
  readonly items: Item;
  readonly #offsets = new Offsets();

  constructor(items: Item) {
    this.type = `Array(${items.type})`;
    this.items = items;
  }

  get bytes(): number {
    return this.#offsets.bytes + this.items.bytes;
  }

  /** How many items all rows have together. */
  get length(): number {
    return this.#offsets.items;
  }

  /** Ends the row with this number, which took `count` of the items. */
  endRow(row: number, count: number): void {
    this.#offsets.endRow(row, count);
  }

  isDefault(): boolean {
    return this.#offsets.items === 0;
  }

  pad(rows: number): void {
    this.#offsets.pad(rows);
    this.items.pad(this.#offsets.items);
  }

  writePrefix(out: BlockWriter): void {
    this.items.writePrefix(out);
  }

  writeData(out: BlockWriter): void {
    this.#offsets.writeData(out);
    if (this.#offsets.items > 0) this.items.writeData(out);
  }

  mark(): void {
    this.#offsets.mark();
    this.items.mark();
  }

  rollback(): void {
    this.#offsets.rollback();
    this.items.rollback();
  }

  clear(): void {
    this.#offsets.clear();
    this.items.clear();
  }
}

/** Map(LowCardinality(String), String): offsets, then all keys, then all values. */
export class AttributeMap implements Column {
  readonly type = 'Map(LowCardinality(String), String)';
  readonly keys = new LowCardinality();
  readonly values = new Text();
  readonly #offsets = new Offsets();

  get bytes(): number {
    return this.#offsets.bytes + this.keys.bytes + this.values.bytes;
  }

  /** Ends the row with this number, which took `count` of the keys and values. */
  endRow(row: number, count: number): void {
    this.#offsets.endRow(row, count);
  }

  isDefault(): boolean {
    return this.#offsets.items === 0;
  }

  pad(rows: number): void {
    this.#offsets.pad(rows);
  }

  writePrefix(out: BlockWriter): void {
    this.keys.writePrefix(out);
  }

  writeData(out: BlockWriter): void {
    this.#offsets.writeData(out);
    if (this.#offsets.items === 0) return;
    this.keys.writeData(out);
    this.values.writeData(out);
  }

  mark(): void {
    for (const part of [this.#offsets, this.keys, this.values]) part.mark();
  }

  rollback(): void {
    for (const part of [this.#offsets, this.keys, this.values]) part.rollback();
  }

  clear(): void {
    for (const part of [this.#offsets, this.keys, this.values]) part.clear();
  }
}
