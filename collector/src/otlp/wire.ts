/** A request that is not the message that it should be. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
  /** The path of the part that is wrong; empty where it is the whole body. */
  readonly field: string;

  constructor(
    message: string,
    options: { readonly field?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.field = options.field ?? '';
  }
}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** The tag of a field as it stands on the wire, as one number to switch over. */
export const tag = (field: number, wireType: number): number => field * 8 + wireType;

/**
 * Reads protobuf's wire format in place. Every length is checked against the message that
 * encloses it before anything is done with it; 64-bit values are left in `low` and `high`.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class Wire {
  bytes: Buffer = Buffer.alloc(0);
  /** The same bytes: numbers of several bytes are read by it, which is one machine instruction. */
  numbers: DataView = new DataView(new ArrayBuffer(0));
  position = 0;
  low = 0;
  high = 0;

  open(bytes: Buffer): void {
    this.bytes = bytes;
    this.numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.position = 0;
  }

  fail(what: string): never {
    throw new MalformedError(`${what} at byte ${this.position}`);
  }

  /** Reads a varint of up to 64 bits into `low` and `high`; answers `low`. */
  varint(end: number): number {
    const { bytes } = this;
    let position = this.position;
    if (position < end) {
      const first = bytes[position] as number;
      if (first < 0x80) {
        this.position = position + 1;
        this.high = 0;
        return (this.low = first);
      }
    }
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (position >= end) this.fail('a number is cut off');
      const byte = bytes[position++] as number;
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high |= part >>> 4;
      } else high |= part << (shift - 32);
      if (byte < 0x80) {
        this.position = position;
        this.high = high >>> 0;
        return (this.low = low >>> 0);
      }
    }
    return this.fail('a number has more than ten bytes');
  }

  /** Reads a field's tag; fields above 2^29 do not exist. */
  tag(end: number): number {
    const value = this.varint(end);
    if (this.high !== 0 || value < 8) this.fail('a field has no valid number');
    return value;
  }

  fixed64(end: number): void {
    if (this.position + 8 > end) this.fail('a 64-bit value is cut off');
    this.low = this.numbers.getUint32(this.position, true);
    this.high = this.numbers.getUint32(this.position + 4, true);
    this.position += 8;
  }

  double(end: number): number {
    if (this.position + 8 > end) this.fail('a double is cut off');
    const value = this.numbers.getFloat64(this.position, true);
    this.position += 8;
    return value;
  }

  fixed32(end: number): number {
    if (this.position + 4 > end) this.fail('a 32-bit value is cut off');
    const value = this.numbers.getUint32(this.position, true);
    this.position += 4;
    return value;
  }

  /** Reads the length of a delimited field and answers where it ends; `position` is its start. */
  length(end: number): number {
    const size = this.varint(end);
    const stop = this.position + size;
    if (this.high !== 0 || stop > end) {
      this.fail(`a length of ${this.high * 0x1_0000_0000 + size} goes beyond its message`);
    }
    return stop;
  }

  /** Passes over the value of a field that is not known here. */
  skip(fieldTag: number, end: number): void {
    switch (fieldTag & 7) {
      case VARINT:
        this.varint(end);
        break;
      case FIXED64:
        this.fixed64(end);
        break;
      case BYTES:
        this.position = this.length(end);
        break;
      case FIXED32:
        this.fixed32(end);
        break;
      default:
        this.fail(`wire type ${fieldTag & 7} is not known`);
    }
  }
}

const MOST_BOUNDS = 1_000_000;
/** More bounds than this are not kept for the next message. */
const MOST_BOUNDS_KEPT = 1 << 18;

/** Pairs of start and end of messages that are read later; reused, so that nothing is allocated. */
export class Ranges {
  #bounds = new Int32Array(64);
  readonly #most: number;
  readonly #strict: boolean;
  count = 0;
  /** How many were left out, because there were `most` already. */
  over = 0;

  /** Without `most`, a million are malformed: they fit into a small body when they are empty. */
  constructor(most?: number) {
    this.#most = most ?? MOST_BOUNDS;
    this.#strict = most === undefined;
  }

  add(start: number, end: number): void {
    if (this.count === this.#most) {
      if (this.#strict) throw new MalformedError(`more than ${MOST_BOUNDS} parts of one message`);
      this.over += 1;
      return;
    }
    if (2 * this.count + 1 >= this.#bounds.length) {
      const grown = new Int32Array(this.#bounds.length * 2);
      grown.set(this.#bounds);
      this.#bounds = grown;
    }
    this.#bounds[2 * this.count] = start;
    this.#bounds[2 * this.count + 1] = end;
    this.count += 1;
  }

  /** Adds the delimited field at the wire's position and passes over it. */
  read(wire: Wire, end: number): void {
    const stop = wire.length(end);
    this.add(wire.position, stop);
    wire.position = stop;
  }

  start(index: number): number {
    return this.#bounds[2 * index] as number;
  }

  end(index: number): number {
    return this.#bounds[2 * index + 1] as number;
  }

  clear(): void {
    this.count = this.over = 0;
    if (this.#bounds.length > MOST_BOUNDS_KEPT) this.#bounds = new Int32Array(64);
  }
}
