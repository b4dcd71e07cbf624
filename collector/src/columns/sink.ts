/** Up to this many bytes, a loop copies faster than a call into the runtime. */
const SHORT_COPY = 48;

/** A sink keeps this much; more only when a quarter of it was used. */
const ALWAYS_KEPT = 256 * 1024;
const MOST_SPARE = 4;

const numbersOf = ({ buffer, byteOffset, length }: Buffer): DataView =>
  new DataView(buffer, byteOffset, length);

/** A growing run of bytes that is filled, read and emptied again without being allocated anew. */
export class Sink {
  bytes: Buffer;
  length = 0;
  /** The same bytes, to write and compare several of them at once. */
  numbers: DataView;

  constructor(capacity = 256) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
    this.numbers = numbersOf(this.bytes);
  }

  reserve(extra: number): void {
    if (this.length + extra > this.bytes.length) this.#grow(this.length + extra);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.numbers.setUint32(this.length, value, true);
    this.length += 4;
  }

  uint64(low: number, high: number): void {
    this.reserve(8);
    this.numbers.setUint32(this.length, low, true);
    this.numbers.setUint32(this.length + 4, high, true);
    this.length += 8;
  }

  double(value: number): void {
    this.reserve(8);
    this.numbers.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** An unsigned LEB128 number below 2^53. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  slice(source: Buffer, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size <= SHORT_COPY) {
      const target = this.bytes;
      let at = this.length;
      for (let from = start; from < end; from++) target[at++] = source[from] as number;
    } else {
      source.copy(this.bytes, this.length, start, end);
    }
    this.length += size;
  }

  /** A length and that many bytes: ClickHouse's String. */
  stringSlice(source: Buffer, start: number, end: number): void {
    this.varint(end - start);
    this.slice(source, start, end);
  }

  /** A small natural number in decimal, as a ClickHouse String. */
  decimal(value: number): void {
    this.reserve(17);
    let digits = 1;
    for (let limit = 10; value >= limit; limit *= 10) digits += 1;
    this.bytes[this.length] = digits;
    let rest = value;
    for (let at = this.length + digits; at > this.length; at--) {
      const tenth = Math.floor(rest / 10);
      this.bytes[at] = 48 + rest - 10 * tenth;
      rest = tenth;
    }
    this.length += digits + 1;
  }

  string(text: string): void {
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.reserve(size);
    this.length += this.bytes.write(text, this.length);
  }

  zeros(count: number): void {
    this.reserve(count);
    this.bytes.fill(0, this.length, this.length + count);
    this.length += count;
  }

  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Memory that was needed once, and not this time, is given back: there are many sinks. */
  clear(): void {
    const { length } = this;
    this.length = 0;
    if (this.bytes.length > ALWAYS_KEPT && this.bytes.length > MOST_SPARE * length) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(ALWAYS_KEPT, 2 * length));
      this.numbers = numbersOf(this.bytes);
    }
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.numbers = numbersOf(grown);
  }
}
