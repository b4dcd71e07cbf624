import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and its parents, for this user alone, and checks that it can be written.
 * Throws one sentence that names the directory. (Not `recursive: true`: on file systems that
 * answer ENOENT to mkdir, such as /proc, Node repeats that for ever.)
 */
export function ensureWritableDirectory(directory: string): void {
  try {
    makeWithParents(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`data directory ${directory} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function makeWithParents(directory: string): void {
  if (existsSync(directory)) return;
  makeWithParents(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
