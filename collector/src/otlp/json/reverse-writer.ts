/**
 * Protobuf written from its end to its beginning: what a message contains is there before its
 * length is written, so however deep messages are nested, nothing is copied from one to the next.
 * Of a field, the value comes first and the tag last.
 */
export class ReverseWriter {
  #bytes: Buffer;
  /** What is written starts here and goes to the end. */
  #start: number;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#start = capacity;
  }

  /** How many bytes are written. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  /** Starts anew; memory above so many bytes is not kept. */
  clear(mostKept: number): void {
    if (this.#bytes.length > mostKept) this.#bytes = Buffer.allocUnsafeSlow(mostKept);
    this.#start = this.#bytes.length;
  }

  view(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  /** An unsigned LEB128 number below 2^53. */
  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
    let at = this.#reserve(size);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[at++] = (rest % 0x80) | 0x80;
    this.#bytes[at] = rest;
  }

  /** The same for any number of 64 bits. */
  longVarint(value: bigint): void {
    const parts: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) parts.push(Number(rest & 0x7fn) | 0x80);
    parts.push(Number(rest));
    const at = this.#reserve(parts.length); // may replace the bytes
    this.#bytes.set(parts, at);
  }

  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeUInt32LE(value, at);
  }

  uint64(low: number, high: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeUInt32LE(low, at);
    this.#bytes.writeUInt32LE(high, at + 4);
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeDoubleLE(value, at);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    const at = this.#reserve(size);
    this.#bytes.write(value, at);
  }

  slice(source: Buffer): void {
    const at = this.#reserve(source.length);
    source.copy(this.#bytes, at);
  }

  /** Where the next `size` bytes go. */
  #reserve(size: number): number {
    if (size > this.#start) this.#grow(size);
    this.#start -= size;
    return this.#start;
  }

  #grow(size: number): void {
    const { length } = this;
    const grown = Buffer.allocUnsafeSlow(Math.max(length + size, 2 * this.#bytes.length));
    const start = grown.length - length;
    this.#bytes.copy(grown, start, this.#start);
    this.#bytes = grown;
    this.#start = start;
  }
}
