import { appendFile, open, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HashMap } from '../otlp/hash.ts';

const HASH_BYTES = 16;
/** Requests in a generation; two generations are remembered. */
const GENERATION = 250_000;

const words = (hash: Buffer): number[] => [
  hash.readUInt32LE(0),
  hash.readUInt32LE(4),
  hash.readUInt32LE(8),
  hash.readUInt32LE(12),
];

/**
 * Remembers which requests were acknowledged, by a hash of their content, so that a client which
 * repeats one because it saw no answer does not have it stored twice. Between 250,000 and 500,000
 * requests are remembered, over restarts too: those of the journal by the journal, older ones by
 * files of hashes that are written before a segment of the journal is deleted.
 */
export class RecentRequests {
  readonly #directory: string;
  readonly #generation: number;
  #current = new HashMap();
  #previous = new HashMap();
  #files: string[] = [];

  constructor(directory: string, generation = GENERATION) {
    this.#directory = directory;
    this.#generation = generation;
  }

  get size(): number {
    return this.#current.size + this.#previous.size;
  }

  async load(): Promise<void> {
    this.#files = (await readdir(this.#directory))
      .filter((name) => name.endsWith('.hashes'))
      .sort();
    for (const file of this.#files) {
      const bytes = await readFile(join(this.#directory, file));
      for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) {
        this.add(bytes.subarray(at, at + HASH_BYTES));
      }
    }
  }

  has(hash: Buffer): boolean {
    const key = words(hash);
    return this.#current.get(key) !== -1 || this.#previous.get(key) !== -1;
  }

  add(hash: Buffer): void {
    if (this.has(hash)) return;
    if (this.#current.size >= this.#generation) {
      this.#previous = this.#current;
      this.#current = new HashMap();
    }
    this.#current.set(words(hash), 1);
  }

  /** Writes hashes down, on disk when it resolves. */
  async persist(hashes: readonly Buffer[]): Promise<void> {
    if (hashes.length === 0) return;
    const path = join(this.#directory, await this.#fileToAppend());
    await appendFile(path, Buffer.concat(hashes), { flush: true, mode: 0o600 });
  }

  /** The newest file, or a new one when that is full; files beyond two generations are deleted. */
  async #fileToAppend(): Promise<string> {
    const newest = this.#files.at(-1);
    if (newest !== undefined) {
      const size = await this.#size(newest);
      // After a write that was cut off, hashes would not lie where they are looked for.
      if (size < this.#generation * HASH_BYTES && size % HASH_BYTES === 0) return newest;
    }
    const number = newest === undefined ? 1 : Number.parseInt(newest, 10) + 1;
    const name = `${String(number).padStart(10, '0')}.hashes`;
    this.#files.push(name);
    while (this.#files.length > 3) {
      await unlink(join(this.#directory, this.#files.shift() as string));
    }
    return name;
  }

  async #size(name: string): Promise<number> {
    const handle = await open(join(this.#directory, name), 'a', 0o600);
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }
}
