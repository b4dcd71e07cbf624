import { giveBack } from './give-back.ts';

/** Bodies in several pieces are put together in memory of these sizes, which is used again. */
const SMALLEST_BYTES = 64 * 1024;
const LARGEST_BYTES = 4 * 1024 * 1024;
/** Of each size so much is kept at most. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Memory for bodies: used again, or given back at once. */
export class BodyMemory {
  readonly #free = new Map<number, Buffer[]>();

  /** At least so many bytes, with anything in them. */
  take(bytes: number): Buffer {
    if (bytes > LARGEST_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const size = sizeFor(bytes);
    return this.#free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
  }

  /** Gives back memory that nobody reads any more: from here, or any that is alone in its buffer. */
  give(memory: Buffer): void {
    const { buffer } = memory;
    const size = buffer.byteLength;
    if (size > LARGEST_BYTES || size < SMALLEST_BYTES || size !== sizeFor(size)) {
      return giveBack(memory);
    }
    const free = this.#free.get(size) ?? [];
    if ((free.length + 1) * size > KEPT_BYTES) return giveBack(memory);
    free.push(Buffer.from(buffer));
    this.#free.set(size, free);
  }
}

const sizeFor = (bytes: number): number =>
  Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
