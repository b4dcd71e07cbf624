import type { BlockWriter } from './block.ts';

/**
 * One column of a block in ClickHouse's Native format, filled row by row. A column may be behind
 * the rows of its table: the rows in between have the type's default, and cost nothing as long
 * as no later row has anything else. `mark` remembers the present end and `rollback` returns to
 * it, so that a malformed request leaves nothing behind.
 */
export interface Column {
  readonly type: string;
  /** How much it takes, about. */
  readonly bytes: number;
  /** No row differs from the type's default, so the column need not be sent. */
  isDefault(): boolean;
  /** Fills up with defaults to so many rows. */
  pad(rows: number): void;
  /** What Native puts before the data of a column: versions of nested serialisations. */
  writePrefix(out: BlockWriter): void;
  writeData(out: BlockWriter): void;
  mark(): void;
  rollback(): void;
  clear(): void;
}
