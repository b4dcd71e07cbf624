import { randomBytes } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureWritableDirectory } from '@nunchi/store/runtime/directory';
import { type Damage, type JournalRecord, readRecords, recordPieces } from './record.ts';
import { RecentRequests } from './recent.ts';
import { deleteSegment, readSegment, Segment } from './segment.ts';

const SUFFIX = '.journal';
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** A segment that takes no more records and waits to be inserted. */
export interface SealedSegment {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly openedAtMs: number;
}

export interface JournalEvents {
  /** `kept`: the damaged bytes are in the folder `damaged`; else the disk had no room for them. */
  damaged(segment: string, damage: readonly Damage[], bytes: number, kept: boolean): void;
}

/**
 * The write-ahead journal: requests as they arrived, in files that are deleted when their rows
 * are in the store. A segment's id names it for ever, so it is also its deduplication token.
 */
export class Journal {
  readonly recent: RecentRequests;
  readonly #directory: string;
  readonly #events: JournalEvents;
  #counter = 0;
  /** Bytes of all segments that are not deleted yet. */
  #sealedBytes = 0;
  #open: Segment | undefined;
  /** Its file is there already, or is just being made. */
  #spare: Segment | undefined;
  #preparing: Promise<void> | undefined;

  constructor(directory: string, events: JournalEvents) {
    this.#directory = directory;
    this.#events = events;
    this.recent = new RecentRequests(join(directory, 'recent'));
  }

  get bytes(): number {
    return this.#sealedBytes + (this.#open?.bytes ?? 0);
  }

  /** What an earlier process left: its segments, oldest first; their requests are remembered. */
  async recover(): Promise<SealedSegment[]> {
    for (const name of ['', 'recent', 'damaged', 'refused']) {
      ensureWritableDirectory(join(this.#directory, name));
    }
    await this.recent.load();
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith(SUFFIX)).sort();
    const segments: SealedSegment[] = [];
    for (const name of names) {
      const path = join(this.#directory, name);
      const id = name.slice(0, -SUFFIX.length);
      const bytes = await readSegment(path);
      if (bytes.length === 0) {
        await deleteSegment(path); // nothing was ever written to it
        continue;
      }
      const { records, damage } = readRecords(bytes);
      if (damage.length > 0) await this.#keepDamage(id, bytes, damage);
      for (const record of records) this.recent.add(record.hash);
      this.#sealedBytes += bytes.length;
      // Its file may have been made long before it was used.
      const openedAtMs = records[0]?.receivedAtMs ?? madeAtMs(id);
      segments.push({ id, path, bytes: bytes.length, openedAtMs });
    }
    return segments;
  }

  openSegment(): Segment {
    const segment = this.#spare ?? this.#newSegment();
    this.#spare = undefined;
    segment.openedAtMs = Date.now();
    this.#open = segment;
    return segment;
  }

  /**
   * Another segment will be needed soon: its file is made now. It takes the disk a while, and
   * whoever sends in that time would wait for it. Resolves when there is one, or none can be made.
   */
  async prepareNext(): Promise<void> {
    if (!this.#spare) {
      this.#spare = this.#newSegment();
      this.#preparing = this.#prepare(this.#spare);
    }
    await this.#preparing;
  }

  /** Leaves no file that nobody needs. */
  async close(): Promise<void> {
    await this.#preparing;
    const spare = this.#spare;
    this.#spare = undefined;
    await spare?.close();
    if (spare) await deleteSegment(spare.path);
  }

  async #prepare(segment: Segment): Promise<void> {
    try {
      await segment.create();
    } catch {
      // Who uses it by now learns why; else who needs one makes another.
      if (this.#spare !== segment) return;
      this.#spare = undefined;
      await segment.close();
      await deleteSegment(segment.path).catch(() => undefined);
    }
  }

  #newSegment(): Segment {
    // Sorted by name, segments are in the order in which they were made, and used.
    const time = String(Date.now()).padStart(14, '0');
    const counter = String((this.#counter += 1)).padStart(8, '0');
    const id = `${time}-${counter}-${randomBytes(6).toString('hex')}`;
    return new Segment(id, join(this.#directory, `${id}${SUFFIX}`));
  }

  seal(segment: Segment): SealedSegment {
    this.#sealedBytes += segment.bytes;
    if (this.#open === segment) this.#open = undefined;
    const { id, path, bytes, openedAtMs } = segment;
    return { id, path, bytes, openedAtMs };
  }

  /** The records of a segment; of one whose writing failed, only those of its first `goodBytes`. */
  async records(segment: SealedSegment, goodBytes = Infinity): Promise<JournalRecord[]> {
    const bytes = await readSegment(segment.path);
    return readRecords(bytes.subarray(0, Math.min(goodBytes, bytes.length))).records;
  }

  /** The segment's rows are in the store: its requests are written down as recent, it goes. */
  async done(segment: SealedSegment, hashes: readonly Buffer[]): Promise<void> {
    try {
      await this.recent.persist(hashes);
      await deleteSegment(segment.path);
    } catch (error) {
      // The journal itself may have filled the disk: it has to become smaller by its own room.
      if (!isNoRoom(error)) throw error;
      await this.recent.persistInPlace(hashes, segment.path);
    }
    this.#sealedBytes -= segment.bytes;
  }

  /** The store will never take the segment: it is kept for a person, out of the way. */
  async refuse(segment: SealedSegment, hashes: readonly Buffer[]): Promise<void> {
    const path = join(this.#directory, 'refused', `${segment.id}${SUFFIX}`);
    await this.recent.persist(hashes);
    await rename(segment.path, path);
    this.#sealedBytes -= segment.bytes;
  }

  /** Keeps a record that cannot be read, for a person; answers where. */
  async setAside(segment: string, record: JournalRecord): Promise<string> {
    const name = `${segment}-${record.hash.toString('hex')}`;
    const path = join(this.#directory, 'damaged', name);
    await writeFile(path, Buffer.concat(recordPieces(record)), { mode: 0o600 });
    return path;
  }

  async #keepDamage(id: string, bytes: Buffer, damage: readonly Damage[]): Promise<void> {
    let size = 0;
    let kept = true;
    for (const { start, end } of damage) {
      size += end - start;
      const path = join(this.#directory, 'damaged', `${id}-${start}`);
      try {
        await writeFile(path, bytes.subarray(start, end), { mode: 0o600 });
      } catch (error) {
        // Without room for what nobody can read, the rest is taken up all the same.
        if (!isNoRoom(error)) throw error;
        kept = false;
      }
    }
    this.#events.damaged(id, damage, size, kept);
  }
}

const isNoRoom = (error: unknown): boolean =>
  NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '');

/** A segment's name begins with the epoch milliseconds at which its file was made. */
function madeAtMs(id: string): number {
  return Number.parseInt(id, 10) || Date.now();
}
