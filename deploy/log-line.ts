/** A line of a service's log, as pino writes it, made short for a person. */
export interface LogLine {
  /** pino's number: 30 info, 40 warn, 50 error, 60 fatal. */
  readonly level: number;
  readonly text: string;
}

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
export const INFO = 30;
export const WARN = 40;

const SHOWN_ELSEWHERE = new Set(['level', 'time', 'pid', 'hostname', 'name', 'msg', 'err', 'v']);
const LONGEST_VALUE = 200;

/** Reads a line as pino writes it; undefined for any other line. */
export function parseLogLine(name: string, line: string): LogLine | undefined {
  const record = parseRecord(line);
  if (!record || typeof record['level'] !== 'number') return undefined;
  const level = record['level'];
  const error = (record['err'] as { message?: string } | undefined)?.message;
  const message = [...new Set([record['msg'], error])].filter(Boolean).join(': ');
  const details = Object.entries(record)
    .filter(([key]) => !SHOWN_ELSEWHERE.has(key))
    .map(([key, value]) => `${key}=${short(value)}`);
  const text = [prefix(name, level, record['time']), message, ...details].join(' ');
  return { level, text: printable(text) };
}

/**
 * Text as a terminal may have it: names that others gave must neither command it nor turn the
 * direction of writing. Line feeds stay.
 */
export function printable(text: string): string {
  return text.replace(
    /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a person wants to see it although all is well. */
export function isWarning({ level }: LogLine): boolean {
  return level >= WARN;
}

/** `12:34:56 warn  collector    ` */
export function prefix(name: string, level: number, time: unknown = Date.now()): string {
  const at = new Date(typeof time === 'number' || typeof time === 'string' ? time : Date.now());
  const clock = Number.isNaN(at.getTime()) ? '--:--:--' : at.toTimeString().slice(0, 8);
  return `${clock} ${(LEVELS[level] ?? String(level)).padEnd(5)} ${name.padEnd(12)}`;
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
