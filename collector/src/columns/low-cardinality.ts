import { randomInt } from 'node:crypto';
import type { BlockWriter } from './block.ts';
import type { Column } from './column.ts';
import { Sink } from './sink.ts';

const SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS = 1;
const HAS_ADDITIONAL_KEYS = 1 << 9;
const NEED_UPDATE_DICTIONARY = 1 << 10;
/** Key 0 is the empty string, the type's default. */
const EMPTY = 0;

/** Of rows and keys a column keeps room for this many; for more only when a quarter was used. */
const ALWAYS_KEPT = 1 << 16;
const MOST_SPARE = 4;

/** Unknown to senders, so that they cannot choose keys that fall on one another. */
const SEED = randomInt(2 ** 32);

/** FNV-1a from a seed, its bits mixed once more. */
function hashOf(source: Buffer, start: number, end: number): number {
  let hash = SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (source[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function grown(array: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}

/**
 * LowCardinality(String). Values are looked up by their bytes, so no string is made of a key
 * that was seen before.
 */
export class LowCardinality implements Column {
  readonly type = 'LowCardinality(String)';
  /** The keys as ClickHouse Strings, one after another. */
  readonly #keys = new Sink();
  /** For each key where its bytes start and end in `#keys`. */
  #bounds = new Uint32Array(128);
  #keyCount = 0;
  /** Open addressing: key number + 1 by hash; 0 is free. */
  #table = new Uint32Array(256);
  #rows = new Uint32Array(256);
  #count = 0;
  /**
   * For each key the one that was looked up after it the last time. Records of one kind have
   * their attributes in one order, so this mostly is the next key without any hashing.
   */
  #following = new Uint32Array(64);
  #latest = EMPTY;
  #marked = 0;
  #markedKeys = 0;
  #nonEmpty = false;

  constructor() {
    this.clear();
  }

  get bytes(): number {
    return this.#keys.length + 4 * this.#count;
  }

  /** The number of the key with these bytes, in this column until it is cleared. */
  key(source: Buffer, start: number, end: number): number {
    if (start === end) return EMPTY;
    const expected = this.#following[this.#latest] as number;
    if (this.#isKey(expected, source, start, end)) return (this.#latest = expected);
    const key = this.#find(source, start, end);
    this.#following[this.#latest] = key;
    return (this.#latest = key);
  }

  /** The column, ready for the row with this number. */
  at(row: number): this {
    if (this.#count !== row) this.pad(row);
    return this;
  }

  push(key: number): void {
    if (this.#count === this.#rows.length) this.#rows = grown(this.#rows, this.#count + 1);
    if (key !== EMPTY) this.#nonEmpty = true;
    this.#rows[this.#count++] = key;
  }

  /** The same key in all rows from one up to another. */
  fill(key: number, from: number, to: number): void {
    if (key === EMPTY) return;
    this.pad(from);
    this.#nonEmpty = true;
    this.#fill(key, to);
  }

  slice(source: Buffer, start: number, end: number): void {
    this.push(this.key(source, start, end));
  }

  keyOf(text: string): number {
    const bytes = Buffer.from(text);
    return this.key(bytes, 0, bytes.length);
  }

  string(text: string): void {
    this.push(this.keyOf(text));
  }

  isDefault(): boolean {
    return !this.#nonEmpty;
  }

  pad(rows: number): void {
    if (this.#count < rows) this.#fill(EMPTY, rows);
  }

  writePrefix(out: BlockWriter): void {
    out.uint64(SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS);
  }

  writeData(out: BlockWriter): void {
    const width = this.#keyCount <= 0x100 ? 0 : this.#keyCount <= 0x1_0000 ? 1 : 2;
    out.uint64(HAS_ADDITIONAL_KEYS | NEED_UPDATE_DICTIONARY | width);
    out.uint64(this.#keyCount);
    out.bytes(this.#keys.view());
    out.uint64(this.#count);
    const rows = this.#rows.subarray(0, this.#count);
    const narrow = width === 0 ? new Uint8Array(rows) : width === 1 ? new Uint16Array(rows) : rows;
    out.bytes(Buffer.from(narrow.buffer, narrow.byteOffset, narrow.byteLength));
  }

  mark(): void {
    this.#marked = this.#count;
    this.#markedKeys = this.#keyCount;
  }

  /** Keys go, too: malformed requests could bring any number of them. */
  rollback(): void {
    this.#count = this.#marked;
    while (this.#keyCount > this.#markedKeys) this.#removeNewestKey();
    this.#latest = EMPTY;
  }

  clear(): void {
    this.#giveBack();
    this.#keys.clear();
    this.#table.fill(0);
    this.#count = 0;
    this.#nonEmpty = false;
    this.#keys.byte(0); // the empty string
    this.#keyCount = this.#markedKeys = 1;
    this.#bounds[0] = this.#bounds[1] = 1;
    this.#following.fill(EMPTY);
    this.#latest = EMPTY;
  }

  /** Memory that was needed once, and not this time. */
  #giveBack(): void {
    if (this.#rows.length > ALWAYS_KEPT && this.#rows.length > MOST_SPARE * this.#count) {
      this.#rows = new Uint32Array(ALWAYS_KEPT);
    }
    if (this.#table.length > ALWAYS_KEPT && this.#table.length > 2 * MOST_SPARE * this.#keyCount) {
      this.#table = new Uint32Array(ALWAYS_KEPT);
      this.#bounds = new Uint32Array(ALWAYS_KEPT);
      this.#following = new Uint32Array(ALWAYS_KEPT);
    }
  }

  #fill(key: number, rows: number): void {
    if (rows > this.#rows.length) this.#rows = grown(this.#rows, rows);
    this.#rows.fill(key, this.#count, rows);
    this.#count = rows;
  }

  #find(source: Buffer, start: number, end: number): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(source, start, end) & mask;
    for (;;) {
      const found = this.#table[slot] as number;
      if (found === 0) return this.#addKey(source, start, end, slot);
      if (this.#isKey(found - 1, source, start, end)) return found - 1;
      slot = (slot + 1) & mask;
    }
  }

  #isKey(key: number, source: Buffer, start: number, end: number): boolean {
    const from = this.#bounds[2 * key] as number;
    if ((this.#bounds[2 * key + 1] as number) - from !== end - start) return false;
    const keys = this.#keys.bytes;
    for (let i = start, at = from; i < end; i++, at++) {
      if (keys[at] !== source[i]) return false;
    }
    return true;
  }

  #addKey(source: Buffer, start: number, end: number, slot: number): number {
    const key = this.#keyCount++;
    this.#keys.stringSlice(source, start, end);
    if (2 * key + 1 >= this.#bounds.length) this.#bounds = grown(this.#bounds, 2 * key + 2);
    if (key >= this.#following.length) this.#following = grown(this.#following, key + 1);
    this.#bounds[2 * key] = this.#keys.length - (end - start);
    this.#bounds[2 * key + 1] = this.#keys.length;
    this.#table[slot] = key + 1;
    if (this.#keyCount * 2 > this.#table.length) this.#rehash();
    return key;
  }

  /** No other key was put behind it in the table, so none is lost when its place is free. */
  #removeNewestKey(): void {
    const key = this.#keyCount - 1;
    const start = this.#bounds[2 * key] as number;
    const mask = this.#table.length - 1;
    let slot = hashOf(this.#keys.bytes, start, this.#bounds[2 * key + 1] as number) & mask;
    while (this.#table[slot] !== key + 1) slot = (slot + 1) & mask;
    this.#table[slot] = 0;
    this.#bounds[2 * key] = this.#bounds[2 * key + 1] = 0; // it may still be expected after another
    this.#keyCount = key;
    this.#keys.length = this.#bounds[2 * key - 1] as number;
  }

  #rehash(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    const bytes = this.#keys.bytes;
    for (let key = 1; key < this.#keyCount; key++) {
      const start = this.#bounds[2 * key] as number;
      let slot = hashOf(bytes, start, this.#bounds[2 * key + 1] as number) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = key + 1;
    }
    this.#table = table;
  }
}
