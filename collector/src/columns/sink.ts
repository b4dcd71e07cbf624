/** Below this, a loop copies faster than a call into the runtime. */
const SHORT_COPY = 32;

/** A growing run of bytes that is filled, read and emptied again without being allocated anew. */
export class Sink {
  bytes: Buffer;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32LE(value >>> 0, this.length);
  }

  uint64(low: number, high: number): void {
    this.reserve(8);
    this.bytes.writeUInt32LE(low >>> 0, this.length);
    this.length = this.bytes.writeUInt32LE(high >>> 0, this.length + 4);
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

  clear(): void {
    this.length = 0;
  }
}
