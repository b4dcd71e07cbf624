import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface RotatingFile {
  write(line: string): void;
  close(): void;
}

const MEBIBYTE = 1024 * 1024;

/**
 * Appends lines to a file; at `limitBytes` it becomes `<path>.1`, and what was `.1` becomes `.2`,
 * so at most three times the limit is kept. A log that cannot be written must not stop what it
 * is about, so a failure (a full disk) is told once, to `complain`, and the line is lost.
 */
export function openRotatingFile(
  path: string,
  complain: (problem: string) => void,
  limitBytes: number = 10 * MEBIBYTE,
): RotatingFile {
  let complained = false;
  let size = 0;
  let fd: number | undefined;

  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!complained) complain(`${path} cannot be written: ${(error as Error).message}`);
      complained = true;
    }
  };
  const open = (): void => {
    fd = openSync(path, 'a', 0o600);
    size = fstatSync(fd).size;
  };
  const close = (): void => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  const moveAway = (): void => {
    close();
    rename(`${path}.1`, `${path}.2`);
    rename(path, `${path}.1`);
    open();
  };

  guarded(open);
  return {
    write(line) {
      if (fd === undefined) return;
      guarded(() => {
        if (size >= limitBytes) moveAway();
        size += writeSync(fd as number, `${line}\n`);
      });
    },
    close: () => guarded(close),
  };
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
