import { constants } from 'node:fs';
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type JournalRecord, recordPieces } from './record.ts';

/** The journal could not be written; nothing of the request was acknowledged. */
export class JournalWriteError extends Error {
  override readonly name = 'JournalWriteError';
}

interface Waiting {
  readonly pieces: readonly Buffer[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
/**
 * Linux: a write returns when it is on disk. One way to a thread and back instead of two, and a
 * busy event loop looks for what came back only now and then. macOS syncs its drives' caches for
 * fdatasync alone.
 */
const SYNCED_BY_WRITE = process.platform === 'linux';

/**
 * A file of the journal that is being written. Requests that arrive while the disk is busy are
 * written and synced together (group commit), so the rate is bound by bytes and not by syncs.
 */
export class Segment {
  readonly id: string;
  readonly path: string;
  bytes = 0;
  /** The hashes of the requests, in their order. */
  readonly hashes: Buffer[] = [];
  /** A write failed: the file ends where the last good record does, and takes no more. */
  failed = false;
  /** Bytes that are on disk for certain. */
  goodBytes = 0;
  /** When it began to be used, epoch milliseconds. */
  openedAtMs = Date.now();
  #file: FileHandle | undefined;
  #creating: Promise<void> | undefined;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(id: string, path: string) {
    this.id = id;
    this.path = path;
  }

  /** Makes its file, durably; the first write does so where it was not done before. */
  create(): Promise<void> {
    return (this.#creating ??= this.#create());
  }

  /** Resolves when the record is on disk; rejects with {@link JournalWriteError}. */
  append(record: JournalRecord): Promise<void> {
    const pieces = recordPieces(record);
    for (const piece of pieces) this.bytes += piece.length;
    this.hashes.push(record.hash);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ pieces, resolve, reject });
      this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
    });
  }

  /** Resolves when everything appended so far was written or refused, and the file is closed. */
  async close(): Promise<void> {
    while (this.#writing) await this.#writing;
    await this.#creating?.catch(() => undefined); // who writes to it learns why
    await this.#file?.close().catch(() => undefined); // everything that counts was synced
    this.#file = undefined;
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        if (this.failed) throw new Error('an earlier write failed');
        await this.#write(group);
        for (const one of group) one.resolve();
      } catch (error) {
        if (!this.failed) await this.#giveUp();
        const failure = new JournalWriteError(
          `the journal cannot be written: ${(error as Error).message}`,
          { cause: error },
        );
        for (const one of group) one.reject(failure);
      }
    }
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    await this.create();
    const file = this.#file;
    if (!file) throw new Error('it was closed');
    const buffers = group.flatMap(({ pieces }) => pieces);
    const size = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    const { bytesWritten } = await file.writev(buffers, this.goodBytes);
    if (bytesWritten !== size) {
      // A short write: write the rest once more as one piece, or learn why it cannot be.
      const rest = Buffer.concat(buffers).subarray(bytesWritten);
      await writeFully(file, rest, this.goodBytes + bytesWritten);
    }
    if (!SYNCED_BY_WRITE) await file.datasync();
    this.goodBytes += size;
  }

  async #create(): Promise<void> {
    const flags = SYNCED_BY_WRITE ? NEW_FILE | constants.O_DSYNC : NEW_FILE;
    this.#file = await open(this.path, flags, 0o600);
    await syncDirectory(dirname(this.path));
  }

  async #giveUp(): Promise<void> {
    this.failed = true;
    await this.#file?.truncate(this.goodBytes).catch(() => undefined);
  }
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const result = await file.write(bytes, written, bytes.length - written, position + written);
    written += result.bytesWritten;
  }
}

/** Makes the name of a new file durable. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function readSegment(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0); // nothing was ever written to it
    throw error;
  });
}

export async function deleteSegment(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
