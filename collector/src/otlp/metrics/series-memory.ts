import { Sink } from '../../columns/sink.ts';
import type { Hash } from '../hash.ts';
import type { Ranges, Wire } from '../wire.ts';

const NONE = -1;
const WORDS = 4;

const grown = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
};

/**
 * Recognises the series of a point by the bytes of its attributes, as they stand in the request.
 * A sender sends its series in the same order every time, so the one that came after the last
 * one before is tried, and nothing has to be sorted or hashed.
 */
export class SeriesMemory {
  readonly #bytes = new Sink(4096);
  #count = 0;
  /**
   * Of each series: how long its first attribute is, where its bytes start and end, its row, the
   * series that came after it.
   */
  #firstLengths = new Int32Array(64);
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #rows = new Int32Array(64);
  #following = new Int32Array(64);
  /** What its resource, scope and metric are, as a hash. */
  #prefixes = new Int32Array(64 * WORDS);
  #latest = NONE;
  /** The series that is remembered for a row of the table. */
  #seriesOfRow = new Int32Array(64).fill(NONE);

  /** The row of the series, or -1 when it is not recognised. */
  find(prefix: Hash, wire: Wire, attributes: Ranges): number {
    if (this.#latest === NONE || attributes.over > 0) return NONE;
    const guess = this.#following[this.#latest] as number;
    if (guess === NONE || !this.#is(guess, prefix, wire, attributes)) return NONE;
    this.#latest = guess;
    return this.#rows[guess] as number;
  }

  /** The row of the series with these attributes, which was not recognised. */
  remember(prefix: Hash, wire: Wire, attributes: Ranges, row: number): void {
    if (attributes.over > 0) return;
    const known = row < this.#seriesOfRow.length ? (this.#seriesOfRow[row] as number) : NONE;
    // A sender may change the order of the attributes: the newest one counts.
    const series =
      known !== NONE && this.#is(known, prefix, wire, attributes)
        ? known
        : this.#add(prefix, wire, attributes, row);
    if (this.#latest !== NONE) this.#following[this.#latest] = series;
    this.#latest = series;
  }

  clear(): void {
    this.#bytes.clear();
    this.#seriesOfRow.fill(NONE);
    this.#count = 0;
    this.#latest = NONE;
  }

  #add(prefix: Hash, wire: Wire, attributes: Ranges, row: number): number {
    const series = this.#count++;
    if (series === this.#rows.length) {
      const length = 2 * series;
      this.#firstLengths = grown(this.#firstLengths, length);
      this.#starts = grown(this.#starts, length);
      this.#ends = grown(this.#ends, length);
      this.#rows = grown(this.#rows, length);
      this.#following = grown(this.#following, length);
      this.#prefixes = grown(this.#prefixes, length * WORDS);
    }
    if (row >= this.#seriesOfRow.length) {
      const { length } = this.#seriesOfRow;
      this.#seriesOfRow = grown(this.#seriesOfRow, row + 1).fill(NONE, length);
    }
    this.#seriesOfRow[row] = series;
    this.#firstLengths[series] = firstLengthOf(attributes);
    this.#starts[series] = this.#bytes.length;
    this.#bytes.slice(wire.bytes, startOf(attributes), endOf(attributes));
    this.#ends[series] = this.#bytes.length;
    this.#rows[series] = row;
    this.#following[series] = NONE;
    this.#prefixes.set(prefix, series * WORDS);
    return series;
  }

  #is(series: number, prefix: Hash, wire: Wire, attributes: Ranges): boolean {
    const from = this.#starts[series] as number;
    const to = this.#ends[series] as number;
    const start = startOf(attributes);
    if (to - from !== endOf(attributes) - start) return false;
    if (this.#firstLengths[series] !== firstLengthOf(attributes)) return false;
    for (let word = 0; word < WORDS; word++) {
      if (this.#prefixes[series * WORDS + word] !== (prefix[word] as number) >> 0) return false;
    }
    let at = from;
    let other = start;
    for (const own = this.#bytes.numbers; at + 4 <= to; at += 4, other += 4) {
      if (own.getInt32(at) !== wire.numbers.getInt32(other)) return false;
    }
    const { bytes } = this.#bytes;
    for (; at < to; at++, other++) if (bytes[at] !== wire.bytes[other]) return false;
    return true;
  }
}

/** All that follow the first attribute stand after their lengths in the same bytes. */
function firstLengthOf(attributes: Ranges): number {
  return attributes.count === 0 ? NONE : attributes.end(0) - attributes.start(0);
}

function startOf(attributes: Ranges): number {
  return attributes.count === 0 ? 0 : attributes.start(0);
}

function endOf(attributes: Ranges): number {
  return attributes.count === 0 ? 0 : attributes.end(attributes.count - 1);
}
