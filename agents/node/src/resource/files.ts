import { closeSync, constants, openSync, readSync } from 'node:fs';

/** What a detector reads is a few lines; a file that is more has no business being read whole. */
const MAX_BYTES = 64 * 1024;

export type ReadText = (path: string) => string | undefined;

/** The beginning of a file, undefined if it cannot be read. Never waits: not for a pipe, either. */
export function readStart(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const buffer = Buffer.allocUnsafe(MAX_BYTES);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, MAX_BYTES, null));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
