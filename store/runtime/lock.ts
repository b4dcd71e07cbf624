import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { DataType, load, open } from 'ffi-rs';

/** The lock's owner, as it wrote itself into the lock file. */
export interface LockHolder {
  readonly process: string;
  readonly pid: number;
  readonly startedAt: string;
}

export class InUseError extends Error {
  readonly holder: LockHolder | undefined;

  constructor(what: string, holder: LockHolder | undefined) {
    const who = holder
      ? `${holder.process} (pid ${holder.pid}, since ${holder.startedAt})`
      : 'another process';
    super(`${what} is in use by ${who}; stop it first, or choose another NUNCHI_DATA_DIR`);
    this.name = 'InUseError';
    this.holder = holder;
  }
}

const LIBC = process.platform === 'darwin' ? '/usr/lib/libSystem.B.dylib' : 'libc.so.6';
const LOCK_EX_NB = 2 | 4;

function flock(fd: number): boolean {
  open({ library: 'libc', path: LIBC });
  const result = load({
    library: 'libc',
    funcName: 'flock',
    retType: DataType.I32,
    paramsType: [DataType.I32, DataType.I32],
    paramsValue: [fd, LOCK_EX_NB],
  });
  return result === 0;
}

/**
 * Takes the directory for this process alone, or throws {@link InUseError} that names the owner.
 * It is an flock(2): the kernel gives it up when the process ends, however it ends, so a lock
 * file that is left behind means nothing. The directory exists.
 */
export function lockDirectory(directory: string, owner: string): () => void {
  const path = `${directory}/lock`;
  const fd = openSync(path, 'a+', 0o600);
  if (!flock(fd)) {
    closeSync(fd);
    throw new InUseError(`data directory ${directory}`, readHolder(path));
  }
  const holder: LockHolder = {
    process: owner,
    pid: process.pid,
    startedAt: new Date().toISOString(),
  };
  ftruncateSync(fd, 0);
  writeSync(fd, `${JSON.stringify(holder)}\n`);
  return () => closeSync(fd);
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined; // the owner is just writing it
  }
}
