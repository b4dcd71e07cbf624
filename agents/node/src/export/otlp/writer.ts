// Protocol Buffers on the wire: https://protobuf.dev/programming-guides/encoding/

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const FIRST_SIZE = 16 * 1024;
const MOST_KEPT = 2 * 1024 * 1024;
/** Shorter strings are quicker to write here than to hand over. */
const SHORT = 48;
const TWO_TO_16 = 0x1_0000;
const TWO_TO_32 = 0x1_0000_0000;
const NANOS = 1_000_000_000;

/** Values of hexadecimal digits by character code. */
const DIGITS = new Uint8Array(128);
for (let value = 0; value < 16; value++) {
  DIGITS[value.toString(16).charCodeAt(0)] = value;
  DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** Writes into a buffer that grows and is used again: nothing is made for a field. */
export class Writer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** What was written; valid until something else is. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Takes back what was written after this length. */
  cut(length: number): void {
    this.#at = length;
  }

  /** Begins anew; what one large record has needed is given back. */
  clear(): void {
    this.#at = 0;
    if (this.#bytes.length > MOST_KEPT) this.#bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  }

  tag(field: number, wireType: number): void {
    this.#small(field * 8 + wireType);
  }

  /** Begins a message, whose length is not known yet; `end` wants what this answers. */
  begin(field: number): number {
    this.tag(field, BYTES);
    this.#room(1);
    this.#at += 1;
    return this.#at;
  }

  end(start: number): void {
    const length = this.#at - start;
    // One byte was left for the length; most messages are that short.
    const more = sizeOf(length) - 1;
    if (more > 0) {
      this.#room(more);
      this.#bytes.copyWithin(start + more, start, this.#at);
    }
    const end = this.#at + more;
    this.#at = start - 1;
    this.#small(length);
    this.#at = end;
  }

  /** A message whose bytes are there. */
  message(field: number, bytes: Uint8Array): void {
    this.tag(field, BYTES);
    this.#small(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Any integer of 64 bits; negative ones as their two's complement. */
  varint(value: number): void {
    if (value >= 0 && value < TWO_TO_32) this.#small(value);
    else this.#large(BigInt.asUintN(64, BigInt(value)));
  }

  fixed32(value: number): void {
    this.#room(4);
    this.#at = this.#bytes.writeUInt32LE(value >>> 0, this.#at);
  }

  double(value: number): void {
    this.#room(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  /** Seconds and nanoseconds as nanoseconds, a fixed64. */
  time([seconds, nanos]: readonly [number, number]): void {
    // In two halves of the seconds, so that no product is beyond 2^53.
    const low = (seconds % TWO_TO_16) * NANOS + nanos;
    const high = Math.floor(seconds / TWO_TO_16) * NANOS;
    const sum = (low % TWO_TO_32) + (high % TWO_TO_16) * TWO_TO_16;
    const carried = Math.floor(low / TWO_TO_32) + Math.floor(sum / TWO_TO_32);
    this.fixed32(sum % TWO_TO_32);
    this.fixed32(Math.floor(high / TWO_TO_16) + carried);
  }

  /** Of an id in hexadecimal digits. */
  id(field: number, hex: string): void {
    const length = hex.length >> 1;
    this.tag(field, BYTES);
    this.#small(length);
    this.#room(length);
    for (let at = 0; at < hex.length; at += 2) {
      const first = DIGITS[hex.charCodeAt(at)] ?? 0;
      this.#bytes[this.#at++] = first * 16 + (DIGITS[hex.charCodeAt(at + 1)] ?? 0);
    }
  }

  text(field: number, value: string): void {
    this.tag(field, BYTES);
    if (value.length > SHORT || !this.#ascii(value)) this.#utf8(value);
  }

  /** False, and nothing is written, if it is not ASCII. */
  #ascii(value: string): boolean {
    const { length } = value;
    this.#room(length + 1);
    const bytes = this.#bytes;
    const start = this.#at + 1;
    for (let at = 0; at < length; at++) {
      const code = value.charCodeAt(at);
      if (code > 127) return false;
      bytes[start + at] = code;
    }
    bytes[this.#at] = length;
    this.#at = start + length;
    return true;
  }

  #utf8(value: string): void {
    const length = Buffer.byteLength(value);
    this.#small(length);
    this.#room(length);
    this.#at += this.#bytes.write(value, this.#at, length, 'utf8');
  }

  /** Of at most 32 bits. */
  #small(value: number): void {
    this.#room(5);
    const bytes = this.#bytes;
    let rest = value;
    while (rest > 127) {
      bytes[this.#at++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    bytes[this.#at++] = rest;
  }

  #large(value: bigint): void {
    this.#room(10);
    let rest = value;
    for (; rest > 127n; rest >>= 7n) this.#bytes[this.#at++] = Number(rest & 127n) | 128;
    this.#bytes[this.#at++] = Number(rest);
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#at + length));
    bytes.set(this.written());
    this.#bytes = bytes;
  }
}

/** Bytes of a varint. */
function sizeOf(value: number): number {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}
