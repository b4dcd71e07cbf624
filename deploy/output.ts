import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { isWarning, parseLogLine, prefix } from './log-line.ts';
import type { Part } from './parts.ts';
import { openRotatingFile, type RotatingFile } from './rotating-file.ts';
import type { LauncherSettings } from './settings.ts';

/** What the launcher tells the person who started it, and the log files of the processes. */
export interface Output {
  /** A line that a process wrote: to its log file, and to the terminal when it is worth it. */
  line(part: Part, text: string): void;
  /** Something that the launcher itself has to tell. */
  info(text: string): void;
  warn(text: string): void;
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
  const own = (level: number, text: string): string => `${prefix('nunchi', level)} ${text}`;
  const warn = (text: string): void => {
    if (!silent) print(highlight(own(40, text)));
  };

  const fileOf = (name: string): RotatingFile => {
    const file = files.get(name) ?? openRotatingFile(join(directory, `${name}.log`), warn);
    files.set(name, file);
    return file;
  };

  return {
    line(part, text) {
      fileOf(part.name).write(text);
      const parsed = parseLogLine(part.name, text);
      if (parsed && isWarning(parsed) && !silent) print(highlight(parsed.text));
      else if (everything && !part.noisy) print(parsed?.text ?? `${part.name}: ${text}`);
    },
    info: (text) => {
      if (!silent) print(own(30, text));
    },
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
