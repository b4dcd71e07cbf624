import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { INFO, isWarning, parseLogLine, prefix, printable, WARN } from './log-line.ts';
import type { Part } from './parts.ts';
import { openRotatingFile, type RotatingFile } from './rotating-file.ts';
import type { LauncherSettings } from './settings.ts';

/** What the launcher tells the person who started it, and the log files of the processes. */
export interface Output {
  /** A line that a process wrote: to its log file, and to the terminal when it is worth it. */
  line(part: Part, text: string): void;
  /** Something that the launcher itself has to tell, of a part or of all. */
  info(text: string, name?: string): void;
  warn(text: string, name?: string): void;
  /** Text as it is. */
  print(text: string): void;
  close(): void;
}

export function logDirectory(dataDir: string): string {
  return join(dataDir, 'logs');
}

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'on'>;

export function createOutput(
  settings: Pick<LauncherSettings, 'dataDir' | 'logLevel'>,
  terminal: Terminal = process.stdout,
): Output {
  const directory = logDirectory(settings.dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = new Map<string, RotatingFile>();
  const everything = settings.logLevel === 'debug' || settings.logLevel === 'trace';
  const silent = settings.logLevel === 'silent';

  // A terminal that went away must not keep the stack from stopping in order.
  terminal.on('error', () => undefined);
  const print = (text: string): void => void terminal.write(`${text}\n`);
  const info = (text: string, name = 'nunchi'): void => {
    if (!silent) print(`${prefix(name, INFO)} ${text}`);
  };
  const warn = (text: string, name = 'nunchi'): void => {
    if (!silent) print(highlight(`${prefix(name, WARN)} ${text}`));
  };

  const fileOf = (name: string): RotatingFile => {
    const file = files.get(name) ?? openRotatingFile(join(directory, `${name}.log`), warn);
    files.set(name, file);
    return file;
  };

  return {
    line(part, text) {
      fileOf(part.name).write(text);
      if (part.noisy) return;
      const parsed = parseLogLine(part.name, text);
      if (parsed && isWarning(parsed) && !silent) print(highlight(parsed.text));
      else if (everything) print(parsed?.text ?? printable(`${part.name}: ${text}`));
    },
    info,
    warn,
    print,
    close: () => {
      for (const file of files.values()) file.close();
    },
  };
}

/** Yellow on a terminal that has colours, else as it is. */
function highlight(text: string): string {
  return styleText('yellow', text, { stream: process.stdout });
}
