import type { BlockWriter } from './block.ts';
import type { Column } from './column.ts';
import { Sink } from './sink.ts';

/** String: each row a length and that many bytes. */
export class Text implements Column {
  readonly type = 'String';
  readonly #data = new Sink();
  #rows = 0;
  #nonEmpty = false;
  #markedLength = 0;
  #markedRows = 0;

  get bytes(): number {
    return this.#data.length;
  }

  /** The column, ready for the row with this number. */
  at(row: number): this {
    if (this.#rows !== row) this.pad(row);
    return this;
  }

  slice(source: Buffer, start: number, end: number): void {
    if (end > start) this.#nonEmpty = true;
    this.#rows += 1;
    this.#data.stringSlice(source, start, end);
  }

  string(text: string): void {
    if (text !== '') this.#nonEmpty = true;
    this.#rows += 1;
    this.#data.string(text);
  }

  /** Where a value is to be written that is a ClickHouse String already: exactly one. */
  next(): Sink {
    this.#nonEmpty = true;
    this.#rows += 1;
    return this.#data;
  }

  /** Takes over a ClickHouse String from a sink; an empty sink is the empty string. */
  encoded(source: Sink): void {
    if (source.length === 0) {
      this.#rows += 1;
      this.#data.byte(0);
    } else this.next().slice(source.bytes, 0, source.length);
  }

  isDefault(): boolean {
    return !this.#nonEmpty;
  }

  pad(rows: number): void {
    if (this.#rows >= rows) return;
    this.#data.zeros(rows - this.#rows);
    this.#rows = rows;
  }

  writePrefix(): void {}

  writeData(out: BlockWriter): void {
    out.bytes(this.#data.view());
  }

  mark(): void {
    this.#markedLength = this.#data.length;
    this.#markedRows = this.#rows;
  }

  rollback(): void {
    this.#data.length = this.#markedLength;
    this.#rows = this.#markedRows;
  }

  clear(): void {
    this.#data.clear();
    this.#rows = 0;
    this.#nonEmpty = false;
  }
}
