import { formatDuration, parseDuration } from '../../../shared/format/duration.ts';
import { momentMs, parseMoment } from '../../../shared/time/range.ts';
import { timeSpan } from '../heatmap/words.ts';
import type { SelectionSearch } from './selection.ts';

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

/** The selection in words, a part each. */
export function describeSelection(search: SelectionSearch): string[] {
  const { selectFrom, selectTo, selectMin, selectMax, selectQ } = search;
  const parts: string[] = [];
  if (selectFrom !== undefined && selectTo !== undefined)
    parts.push(timeSpan(selectFrom, selectTo));
  else if (selectFrom !== undefined) parts.push(`since ${writeTime(selectFrom)}`);
  else if (selectTo !== undefined) parts.push(`until ${writeTime(selectTo)}`);
  if (selectMin !== undefined && selectMax !== undefined) {
    parts.push(`${formatDuration(selectMin)} – ${formatDuration(selectMax)}`);
  } else if (selectMin !== undefined) parts.push(`at least ${formatDuration(selectMin)}`);
  else if (selectMax !== undefined) parts.push(`under ${formatDuration(selectMax)}`);
  if (selectQ !== undefined) parts.push(selectQ);
  return parts;
}
