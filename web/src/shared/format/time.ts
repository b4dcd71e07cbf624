/** Times come as strings of Unix nanoseconds and stay exact until they are shown. */
export type UnixNano = string;

export const nanoToMs = (nano: UnixNano): number => Number(BigInt(nano) / 1_000_000n);

/** Milliseconds from one time to another, exact to the nanosecond for spans of hours. */
export const msBetween = (from: bigint, to: bigint): number => Number(to - from) / 1e6;

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Time of day in the reader's zone, with milliseconds; with the day when it is not today's, and the
 * year when it is not this one.
 */
export function formatClock(nano: UnixNano, nowMs: number = Date.now()): string {
  const date = new Date(nanoToMs(nano));
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
  if (date.toDateString() === new Date(nowMs).toDateString()) return clock;
  if (date.getFullYear() !== new Date(nowMs).getFullYear()) return `${formatDay(date)} ${clock}`;
  return `${MONTHS[date.getMonth()]} ${pad(date.getDate())} ${clock}`;
}

const formatDay = (date: Date): string =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

/** The whole of it: date, nanoseconds and the offset of the reader's zone. */
export function formatAbsolute(nano: UnixNano): string {
  const value = BigInt(nano);
  const date = new Date(nanoToMs(nano));
  const fraction = String(((value % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? '−' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  return `${formatDay(date)} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${fraction.padStart(9, '0')} ${zone}`;
}

/** Two clocks may differ by this much, and what was just now is no news of the future. */
const AHEAD_MS = 10_000;

/** How long ago, in one unit; a clock that runs far ahead gives `in …`. */
export function formatRelative(nano: UnixNano, nowMs: number): string {
  const ms = nowMs - nanoToMs(nano);
  if (ms < 1500 && ms > -AHEAD_MS) return 'just now';
  const amount = inOneUnit(Math.abs(ms));
  return ms < 0 ? `in ${amount}` : `${amount} ago`;
}

function inOneUnit(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(ms / 3_600_000);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
