import type { Field, Message } from '../../otlp/json/schema.ts';

/** A message as values, from which both encodings are made. */
export interface Model {
  readonly message: Message;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly name: string;
  readonly field: Field;
  /** One, where the field is not repeated. */
  readonly values: readonly Value[];
}

/** Enums and 32-bit integers are numbers, 64-bit integers bigints, ids and bytes buffers. */
export type Value = number | bigint | string | boolean | Buffer | Model;

export const isModel = (value: Value): value is Model =>
  typeof value === 'object' && 'entries' in value;

/** Mulberry32: the same choices for the same seed. */
export class Choices {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 up to, and without, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000) * end);
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}
