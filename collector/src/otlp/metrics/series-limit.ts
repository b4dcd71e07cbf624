import { randomInt } from 'node:crypto';
import { type Hash, mix } from '../hash.ts';

/** Series over all services; their memory is about 20 to 40 bytes each. */
const MAX_REMEMBERED = 1_000_000;
/** Metrics of a service that may have an overflow series of their own. */
const MAX_OVERFLOW = 1_000;
const WINDOW_MS = 3_600_000;
const FREE = -1;

/** Unknown to senders, so that they cannot choose series that fall on one another. */
const SEED = randomInt(2 ** 32);

interface Service {
  series: number;
  overflow: number;
}

/**
 * Remembers which series each service has, by 64 bits of their hashes, as many as it may have.
 * A series without a point for one to two hours is forgotten, and another may take its place.
 * One instance serves all batches of the process.
 */
export class SeriesLimit {
  readonly #perService: number;
  readonly #services = new Map<string, number>();
  #counts: Service[] = [];
  /** Open addressing: two words of the hash, the service's number × 2 + (1 for an overflow series). */
  #keys = new Uint32Array(2 * 1024);
  #owners = new Int32Array(1024).fill(FREE);
  /** 1: had a point in this window; 0: in the one before. */
  #recent = new Uint8Array(1024);
  #size = 0;
  #window = 0;

  constructor(seriesPerService: number) {
    this.#perService = seriesPerService;
  }

  /** How many series are remembered. */
  get size(): number {
    return this.#size;
  }

  /** Call it before the points of a request. */
  begin(nowMs: number): void {
    const window = Math.floor(nowMs / WINDOW_MS);
    if (window <= this.#window) return;
    this.#forget(window === this.#window + 1);
    this.#window = window;
  }

  /** Whether a point may go to its own series. */
  admits(service: string, series: Hash): boolean {
    return this.#admits(service, series, 0);
  }

  /** Whether points may go to this overflow series of a metric. */
  admitsOverflow(service: string, series: Hash): boolean {
    return this.#admits(service, series, 1);
  }

  #admits(service: string, series: Hash, overflow: 0 | 1): boolean {
    const low = series[0] as number;
    const high = series[1] as number;
    const slot = this.#slot(low, high);
    if (this.#owners[slot] !== FREE) {
      this.#recent[slot] = 1;
      return true;
    }
    if (this.#size >= MAX_REMEMBERED) return false;
    const number = this.#numberOf(service);
    const count = this.#counts[number] as Service;
    if (overflow === 1) {
      if (count.overflow >= MAX_OVERFLOW) return false;
      count.overflow += 1;
    } else {
      if (count.series >= this.#perService) return false;
      count.series += 1;
    }
    this.#put(slot, low, high, 2 * number + overflow, 1);
    if (this.#size * 2 > this.#owners.length) this.#rebuild(this.#owners.length * 2);
    return true;
  }

  #numberOf(service: string): number {
    const known = this.#services.get(service);
    if (known !== undefined) return known;
    this.#services.set(service, this.#counts.length);
    return this.#counts.push({ series: 0, overflow: 0 }) - 1;
  }

  #slot(low: number, high: number): number {
    const mask = this.#owners.length - 1;
    let slot = mix(low ^ SEED) & mask;
    while (this.#owners[slot] !== FREE) {
      if (this.#keys[2 * slot] === low && this.#keys[2 * slot + 1] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, low: number, high: number, owner: number, recent: number): void {
    this.#keys[2 * slot] = low;
    this.#keys[2 * slot + 1] = high;
    this.#owners[slot] = owner;
    this.#recent[slot] = recent;
    this.#size += 1;
  }

  /** A window is over: keeps what had a point in it, if it was the last one. */
  #forget(keepRecent: boolean): void {
    const recent = this.#recent;
    const owners = this.#owners;
    const names = [...this.#services.keys()];
    const counts = names.map(() => ({ series: 0, overflow: 0 }));
    let kept = 0;
    for (let slot = 0; slot < owners.length; slot++) {
      const owner = owners[slot] as number;
      if (owner === FREE) continue;
      if (!keepRecent || recent[slot] === 0) {
        owners[slot] = FREE; // the table is built anew below, so no chain is broken
        continue;
      }
      kept += 1;
      recent[slot] = 0;
      const count = counts[owner >> 1] as Service;
      if ((owner & 1) === 1) count.overflow += 1;
      else count.series += 1;
    }
    const numbers = this.#keepServices(names, counts);
    for (let slot = 0; slot < owners.length; slot++) {
      const owner = owners[slot] as number;
      if (owner !== FREE) owners[slot] = 2 * (numbers[owner >> 1] as number) + (owner & 1);
    }
    let capacity = 1024;
    while (capacity < kept * 2) capacity *= 2;
    this.#rebuild(capacity);
  }

  /** Keeps the services that have series; answers their new numbers by their old ones. */
  #keepServices(names: readonly string[], counts: readonly Service[]): readonly number[] {
    this.#services.clear();
    this.#counts = [];
    return counts.map((count, number) => {
      if (count.series + count.overflow === 0) return FREE;
      this.#services.set(names[number] as string, this.#counts.length);
      return this.#counts.push(count) - 1;
    });
  }

  #rebuild(capacity: number): void {
    const keys = this.#keys;
    const owners = this.#owners;
    const recent = this.#recent;
    this.#keys = new Uint32Array(2 * capacity);
    this.#owners = new Int32Array(capacity).fill(FREE);
    this.#recent = new Uint8Array(capacity);
    this.#size = 0;
    for (let slot = 0; slot < owners.length; slot++) {
      const owner = owners[slot] as number;
      if (owner === FREE) continue;
      const low = keys[2 * slot] as number;
      const high = keys[2 * slot + 1] as number;
      this.#put(this.#slot(low, high), low, high, owner, recent[slot] as number);
    }
  }
}
