import { constants } from 'node:fs';
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises';
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

interface HashFile {
  readonly name: string;
  bytes: number;
}

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
  /** Oldest first. */
  #files: HashFile[] = [];
  /** Settles with the last write that was asked for. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(directory: string, generation = GENERATION) {
    this.#directory = directory;
    this.#generation = generation;
  }

  get size(): number {
    return this.#current.size + this.#previous.size;
  }

  async load(): Promise<void> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith('.hashes'));
    this.#files = [];
    for (const name of names.sort()) {
      const bytes = await readFile(join(this.#directory, name));
      this.#files.push({ name, bytes: bytes.length });
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

  /** Writes hashes down, on disk when it resolves; when it throws, none of them is. */
  async persist(hashes: readonly Buffer[]): Promise<void> {
    if (hashes.length > 0) await this.#inTurn(() => this.#append(hashes));
  }

  /**
   * What {@link persist} does, where the disk has no room for it: a file of the journal that is
   * not needed any more becomes the list of its requests' hashes, which is shorter.
   */
  async persistInPlace(hashes: readonly Buffer[], path: string): Promise<void> {
    await this.#inTurn(async () => {
      const file = { name: this.#newName(), bytes: 0 };
      await this.#write(path, Buffer.concat(hashes), file);
      await rename(path, join(this.#directory, file.name));
      await this.#added(file);
    });
  }

  /** Segments are done at the same time, and each of them goes where the one before ended. */
  async #inTurn(write: () => Promise<void>): Promise<void> {
    const done = this.#lastWrite.then(write);
    this.#lastWrite = done.catch(() => undefined);
    await done;
  }

  async #append(hashes: readonly Buffer[]): Promise<void> {
    const newest = this.#files.at(-1);
    const file = newest && this.#hasRoom(newest) ? newest : { name: this.#newName(), bytes: 0 };
    await this.#write(join(this.#directory, file.name), Buffer.concat(hashes), file);
    if (file !== newest) await this.#added(file);
  }

  /** Writes at the end of what a file has, and cuts off whatever follows. */
  async #write(path: string, bytes: Buffer, file: HashFile): Promise<void> {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      for (let written = 0; written < bytes.length;) {
        const part = bytes.subarray(written);
        written += (await handle.write(part, 0, part.length, file.bytes + written)).bytesWritten;
      }
      await handle.truncate(file.bytes + bytes.length);
      await handle.datasync();
      file.bytes += bytes.length;
    } finally {
      await handle.close();
    }
  }

  /** After a write that was cut off, hashes would not lie where they are looked for. */
  #hasRoom({ bytes }: HashFile): boolean {
    return bytes < this.#generation * HASH_BYTES && bytes % HASH_BYTES === 0;
  }

  #newName(): string {
    const newest = this.#files.at(-1);
    const number = newest === undefined ? 1 : Number.parseInt(newest.name, 10) + 1;
    return `${String(number).padStart(10, '0')}.hashes`;
  }

  /** A new file; the oldest go that are not needed for two generations. */
  async #added(file: HashFile): Promise<void> {
    this.#files.push(file);
    let bytes = this.#files.reduce((sum, one) => sum + one.bytes, 0);
    for (let oldest = this.#files[0]; oldest; oldest = this.#files[0]) {
      bytes -= oldest.bytes;
      if (bytes < 2 * this.#generation * HASH_BYTES) return;
      await unlink(join(this.#directory, oldest.name));
      this.#files.shift();
    }
  }
}
