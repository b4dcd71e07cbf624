import { randomInt } from 'node:crypto';

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

/** Unknown to senders, so that they cannot choose keys that fall on one another. */
const SEED = randomInt(2 ** 32);

const rotate = (x: number, r: number): number => (x << r) | (x >>> (32 - r));

/** Spreads a number's bits over all 32: equal numbers alone stay equal. */
export function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Four 32-bit words of a hash. */
export type Hash = Uint32Array & { readonly length: 4 };

export const newHash = (): Hash => new Uint32Array(4) as Hash;

/**
 * MurmurHash3_x86_128 (Austin Appleby, public domain) of a run of bytes, into `out`. It names
 * resources and series: fast and well mixed, and not meant to withstand an attacker.
 */
export function murmur3(bytes: Buffer, start: number, end: number, seed: number, out: Hash): void {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  const length = end - start;
  const blocksEnd = start + (length & ~15);
  for (let i = start; i < blocksEnd; i += 16) {
    h1 ^= Math.imul(rotate(Math.imul(bytes.readInt32LE(i), C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(bytes.readInt32LE(i + 4), C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(bytes.readInt32LE(i + 8), C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(bytes.readInt32LE(i + 12), C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }

  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  let k4 = 0;
  for (let i = end - 1; i >= blocksEnd; i--) {
    const at = i - blocksEnd;
    const part = (bytes[i] as number) << (8 * (at & 3));
    if (at < 4) k1 |= part;
    else if (at < 8) k2 |= part;
    else if (at < 12) k3 |= part;
    else k4 |= part;
  }
  h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
  h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
  h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
  h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);

  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = mix(h1);
  h2 = mix(h2);
  h3 = mix(h3);
  h4 = mix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
}

/** A map from 128-bit hashes to small numbers, by open addressing; keys lie in one flat array. */
export class HashMap {
  #keys = new Uint32Array(4 * 64);
  #values = new Int32Array(64).fill(-1);
  size = 0;

  /** The value of a key, or -1. */
  get(hash: ArrayLike<number>): number {
    return this.#values[this.#slot(hash)] as number;
  }

  set(hash: ArrayLike<number>, value: number): void {
    const slot = this.#slot(hash);
    if (this.#values[slot] === -1) this.size += 1;
    this.#keys.set(hash, 4 * slot);
    this.#values[slot] = value;
    if (this.size * 2 > this.#values.length) this.#grow();
  }

  clear(): void {
    if (this.size === 0) return;
    this.#values.fill(-1);
    this.size = 0;
  }

  #slot(hash: ArrayLike<number>): number {
    const mask = this.#values.length - 1;
    let slot = mix((hash[0] as number) ^ SEED) & mask;
    while (this.#values[slot] !== -1) {
      const at = 4 * slot;
      if (
        this.#keys[at] === hash[0] &&
        this.#keys[at + 1] === hash[1] &&
        this.#keys[at + 2] === hash[2] &&
        this.#keys[at + 3] === hash[3]
      ) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Int32Array(values.length * 2).fill(-1);
    for (let slot = 0; slot < values.length; slot++) {
      const value = values[slot] as number;
      if (value === -1) continue;
      const target = this.#slot(keys.subarray(4 * slot, 4 * slot + 4));
      this.#keys.set(keys.subarray(4 * slot, 4 * slot + 4), 4 * target);
      this.#values[target] = value;
    }
  }
}
