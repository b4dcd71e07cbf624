import { parseDuration } from '../../../shared/format/duration.ts';
import { momentMs, parseMoment } from '../../../shared/time/range.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** A time as it is typed, in the reader's zone: `2026-05-04 12:00:30`. */
export function writeTime(ms: number): string {
  const date = new Date(ms);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`;
}

/** Epoch milliseconds of `2026-05-04 12:00`, `now-5m` and the like; undefined: not a time. */
export function readTime(text: string, nowMs: number): number | undefined {
  const moment = parseMoment(text);
  return moment === undefined ? undefined : momentMs(moment, nowMs);
}

/** A duration as it is typed, in four digits: `250ms`, `1.5s`. */
export function writeDuration(ms: number): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, 's'] : ms >= 1 ? [ms, 'ms'] : [ms * 1000, 'us'];
  return `${Number(value.toPrecision(4))}${unit}`;
}

export function readDuration(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms !== undefined && ms > 0 ? ms : undefined;
}
