import { BlockWriter } from './block.ts';
import type { Column } from './column.ts';

/** Rows for one table of the store, as columns. */
export class Table<Columns extends Record<string, Column> = Record<string, Column>> {
  readonly name: string;
  readonly columns: Columns;
  rows = 0;
  readonly #all: readonly Column[];
  #marked = 0;

  constructor(name: string, columns: Columns) {
    this.name = name;
    this.columns = columns;
    this.#all = Object.values(columns);
  }

  /** How much all columns take, about. */
  get bytes(): number {
    let bytes = 0;
    for (const column of this.#all) bytes += column.bytes;
    return bytes;
  }

  mark(): void {
    this.#marked = this.rows;
    for (const column of this.#all) column.mark();
  }

  rollback(): void {
    this.rows = this.#marked;
    for (const column of this.#all) column.rollback();
  }

  clear(): void {
    this.rows = 0;
    for (const column of this.#all) column.clear();
  }

  /**
   * The rows as one block in ClickHouse's Native format (revision 0, as over HTTP). Columns
   * without any value of their own are left out: the table fills in the same default.
   */
  toNative(): readonly Buffer[] {
    const sent = Object.entries(this.columns).filter(([, column]) => !column.isDefault());
    const out = new BlockWriter();
    out.varint(sent.length);
    out.varint(this.rows);
    for (const [name, column] of sent) {
      out.string(name);
      out.string(column.type);
      column.pad(this.rows);
      column.writePrefix(out);
      column.writeData(out);
    }
    return out.end();
  }
}
