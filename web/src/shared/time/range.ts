/** A range of time as the API takes it: relative to now, RFC 3339, or epoch milliseconds. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

export const DEFAULT_RANGE: TimeRange = { from: 'now-15m', to: 'now' };

/** Widest to offer, and what "has anything ever arrived" asks about. */
export const EVER: TimeRange = { from: 'now-365d', to: 'now' };

export const PRESETS: readonly { readonly from: string; readonly label: string }[] = [
  { from: 'now-5m', label: 'Last 5 minutes' },
  { from: 'now-15m', label: 'Last 15 minutes' },
  { from: 'now-30m', label: 'Last 30 minutes' },
  { from: 'now-1h', label: 'Last hour' },
  { from: 'now-3h', label: 'Last 3 hours' },
  { from: 'now-6h', label: 'Last 6 hours' },
  { from: 'now-24h', label: 'Last 24 hours' },
  { from: 'now-7d', label: 'Last 7 days' },
  { from: 'now-30d', label: 'Last 30 days' },
];

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const UNIT_NAME = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;
type Unit = keyof typeof UNIT_MS;

const AMOUNT = /^(\d{1,9})\s*(s|m|h|d|w)$/i;
const RELATIVE = /^now(?:\s*-\s*(\d{1,9})\s*(s|m|h|d|w))?$/i;

/** One end of a range from what a person typed; undefined when it is not a time. */
export function parseMoment(text: string): string | undefined {
  const typed = text.trim();
  const relative = RELATIVE.exec(typed);
  if (relative) {
    return relative[1] === undefined
      ? 'now'
      : `now-${Number(relative[1])}${relative[2]!.toLowerCase()}`;
  }
  if (/^\d+$/.test(typed)) return epochToMs(typed);
  // A date must begin with a year: `Date.parse` by itself takes nearly anything, "1" included.
  if (!/^\d{4}-\d{2}(-\d{2})?/.test(typed)) return undefined;
  const parsed = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed}T00:00` : typed);
  return Number.isNaN(parsed) ? undefined : new Date(parsed).toISOString();
}

/** Seconds, milliseconds, microseconds or nanoseconds, told apart by their length. */
function epochToMs(digits: string): string | undefined {
  if (digits.length === 10) return `${digits}000`;
  if (digits.length === 13) return digits;
  if (digits.length === 16) return digits.slice(0, 13);
  if (digits.length === 19) return digits.slice(0, 13);
  return undefined;
}

/**
 * A range from what a person typed: `15m`, `now-1h`, an ISO time, an epoch, or two of these with
 * `to` between them. Undefined when it cannot be read.
 */
export function parseRange(text: string): TimeRange | undefined {
  const typed = text.trim();
  const amount = AMOUNT.exec(typed);
  if (amount) return { from: `now-${Number(amount[1])}${amount[2]!.toLowerCase()}`, to: 'now' };
  const parts = typed.split(/\s+(?:to|until|–|—|-)\s+|\s*\.\.\s*/i);
  if (parts.length > 2) return undefined;
  const from = parseMoment(parts[0] ?? '');
  const to = parts.length === 2 ? parseMoment(parts[1] ?? '') : 'now';
  if (from === undefined || to === undefined || from === 'now') return undefined;
  return { from, to };
}

/** Epoch milliseconds of one end of a range; undefined when it cannot be read. */
export function momentMs(moment: string, nowMs: number): number | undefined {
  const relative = RELATIVE.exec(moment);
  if (relative) {
    if (relative[1] === undefined) return nowMs;
    return nowMs - Number(relative[1]) * UNIT_MS[relative[2]!.toLowerCase() as Unit];
  }
  if (/^\d+$/.test(moment)) return Number(moment);
  const parsed = Date.parse(moment);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** Length in milliseconds; undefined when an end cannot be read or the ends are in wrong order. */
export function rangeLengthMs(range: TimeRange, nowMs: number): number | undefined {
  const from = momentMs(range.from, nowMs);
  const to = momentMs(range.to, nowMs);
  return from === undefined || to === undefined || to <= from ? undefined : to - from;
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
const timeOnly = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** The range in words, short enough for a button. */
export function describeRange(range: TimeRange): string {
  const relative = RELATIVE.exec(range.from);
  if (relative?.[1] !== undefined && range.to === 'now') {
    const preset = PRESETS.find(({ from }) => from === range.from);
    if (preset) return preset.label;
    const amount = Number(relative[1]);
    const name = UNIT_NAME[relative[2]!.toLowerCase() as Unit];
    return amount === 1 ? `Last ${name}` : `Last ${amount} ${name}s`;
  }
  const from = absolute(range.from);
  const to = absolute(range.to);
  if (from instanceof Date && to instanceof Date && from.toDateString() === to.toDateString()) {
    return `${dayAndTime.format(from)} – ${timeOnly.format(to)}`;
  }
  const show = (end: Date | string): string => (end instanceof Date ? dayAndTime.format(end) : end);
  return `${show(from)} – ${show(to)}`;
}

function absolute(moment: string): Date | string {
  if (RELATIVE.test(moment)) return moment;
  const ms = momentMs(moment, 0);
  return ms === undefined ? moment : new Date(ms);
}

/** The next wider preset; undefined when the range is already the widest one. */
export function widerRange(range: TimeRange, nowMs: number): TimeRange | undefined {
  const from = momentMs(range.from, nowMs);
  const age = from === undefined ? 0 : nowMs - from;
  const wider = PRESETS.find((preset) => nowMs - momentMs(preset.from, nowMs)! > age * 1.5);
  return wider && { from: wider.from, to: 'now' };
}
