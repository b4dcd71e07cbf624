import type { TimeRange } from '@nunchi/store/queries/time';
import { ApiError } from '../errors.ts';

const MILLISECOND = 1_000_000n;
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
};
/** The store sorts by times between 1970 and 2106. */
const LATEST_MS = 4_294_967_295_000;

export const MAX_RANGE_DAYS = 366;
/** Nanoseconds. */
export const MAX_RANGE = BigInt(MAX_RANGE_DAYS) * 86_400_000n * MILLISECOND;

const ACCEPTED =
  'a time is RFC 3339 (2026-01-31T12:00:00Z), epoch milliseconds (1769860800000), or relative to now (now, now-15m; units s, m, h, d, w)';

/**
 * Unix nanoseconds of `now`, `now-15m`, epoch milliseconds or an RFC 3339 time; undefined when it
 * is none of them, or not between 1970 and 2106. `now` is epoch milliseconds.
 */
export function parseTime(text: string, now: number): bigint | undefined {
  const nanos = parseRelative(text, now) ?? parseEpoch(text) ?? parseRfc3339(text);
  if (nanos === undefined || nanos < 0n || nanos > BigInt(LATEST_MS) * MILLISECOND)
    return undefined;
  return nanos;
}

function parseRelative(text: string, now: number): bigint | undefined {
  const match = /^now(?:-(\d{1,9})([smhdw]))?$/.exec(text);
  if (!match) return undefined;
  const [, amount = '0', unit = 's'] = match;
  return BigInt(now - Number(amount) * (UNIT_SECONDS[unit] ?? 0) * 1_000) * MILLISECOND;
}

function parseEpoch(text: string): bigint | undefined {
  return /^\d{1,15}$/.test(text) ? BigInt(text) * MILLISECOND : undefined;
}

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

function parseRfc3339(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '', fraction = '', zone = ''] = match;
  const local = Date.parse(`${date}T${time}Z`);
  // Date.parse takes 30 February for a day in March.
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== date) return undefined;
  const instant = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return BigInt(instant) * MILLISECOND + BigInt(fraction.padEnd(9, '0'));
}

/**
 * The range that `from` and `to` say, or an {@link ApiError} that says what is wrong with them;
 * `names` are what these parameters are called.
 */
export function parseRange(
  query: { from: string; to: string },
  now: number,
  names = { from: 'from', to: 'to' },
): TimeRange {
  const [from, to] = (['from', 'to'] as const).map((end) => {
    const [parameter, time] = [names[end], parseTime(query[end], now)];
    if (time !== undefined) return time;
    const detail = `${parameter}=${query[end]} is not a time between 1970 and 2106: ${ACCEPTED}`;
    throw new ApiError('invalid_time', detail, { parameter });
  }) as [bigint, bigint];
  if (from >= to) {
    const detail = `${names.from} must be before ${names.to}`;
    throw new ApiError('invalid_range', detail, { parameter: names.from });
  }
  if (to - from > MAX_RANGE) {
    throw new ApiError(
      'invalid_range',
      `${names.from} and ${names.to} may be at most ${MAX_RANGE_DAYS} days apart; ask for less at a time`,
      { parameter: names.from },
    );
  }
  return { from, to };
}
