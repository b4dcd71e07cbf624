import { statfsSync } from 'node:fs';
import { ensureWritableDirectory } from '@nunchi/store/runtime/directory';
import { lockDirectory } from '@nunchi/store/runtime/lock';

const MEBIBYTE = 1024 * 1024;
/** With less than this ClickHouse does not even start, and says so in words that help nobody. */
const LEAST_FREE_BYTES = 64 * MEBIBYTE;

/** Makes the data directory if need be, and takes it for this launcher; throws one sentence. */
export function takeDataDirectory(directory: string): void {
  ensureWritableDirectory(directory);
  const { bavail, bsize } = statfsSync(directory);
  const freeBytes = bavail * bsize;
  if (freeBytes < LEAST_FREE_BYTES) {
    const free = `${Math.floor(freeBytes / MEBIBYTE)} MB are free`;
    throw new Error(
      `the disk of the data directory ${directory} is full (${free}): make room, or choose another NUNCHI_DATA_DIR`,
    );
  }
  // Held as long as this process lives.
  lockDirectory(directory, 'nunchi');
}
