import { giveBack } from './give-back.ts';

/** Bodies in several pieces are put together in memory of these sizes, which is used again. */
const SMALLEST_BYTES = 64 * 1024;
const LARGEST_BYTES = 4 * 1024 * 1024;
/** Of each size so much is kept at most. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Memory for bodies: used again, or given back at once. */
export class BodyMemory {
  readonly #free = new Map<number, Buffer[]>();
  /** What was taken from here. Other memory of such a size may be shared: node's own pool is. */
  readonly #taken = new WeakMap<ArrayBufferLike, Buffer>();

  /** At least so many bytes, with anything in them. */
  take(bytes: number): Buffer {
    if (bytes > LARGEST_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const size = sizeFor(bytes);
    const memory = this.#free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
    this.#taken.set(memory.buffer, memory);
    return memory;
  }

  /**
   * Gives back memory that nobody reads any more: a part of what was taken from here, or any that
   * is alone in its buffer.
   */
  give(memory: Buffer): void {
    const whole = this.#taken.get(memory.buffer);
    if (!whole) return giveBack(memory);
    this.#taken.delete(memory.buffer);
    const free = this.#free.get(whole.length) ?? [];
    if ((free.length + 1) * whole.length > KEPT_BYTES) return giveBack(whole);
    free.push(whole);
    this.#free.set(whole.length, free);
  }
}

const sizeFor = (bytes: number): number =>
  Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
