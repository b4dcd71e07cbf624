/** Unix nanoseconds; `from` inclusive, `to` exclusive. */
export interface TimeRange {
  readonly from: bigint;
  readonly to: bigint;
}

const MILLISECOND = 1_000_000n;
const SECOND = 1_000_000_000n;
export const HOUR = 3_600n * SECOND;

/** The range between two times in epoch milliseconds. */
export function rangeOfMs(from: number, to: number): TimeRange {
  return { from: BigInt(from) * MILLISECOND, to: BigInt(to) * MILLISECOND };
}

/** The range of `lengthMs` that ends at `atMs`, epoch milliseconds. */
export function rangeBefore(atMs: number, lengthMs: number): TimeRange {
  return rangeOfMs(atMs - lengthMs, atMs);
}

/** The range with `ms` more before it. */
export function extended({ from, to }: TimeRange, ms: number): TimeRange {
  return { from: from - BigInt(ms) * MILLISECOND, to };
}

/** The range's parameters `{from:Int64}` and `{to:Int64}`, as {@link within} names them. */
export function rangeParameters({ from, to }: TimeRange): { from: string; to: string } {
  return { from: String(from), to: String(to) };
}

/** SQL: the column is within the range `{from:Int64}` to `{to:Int64}`. The column is ours, never a person's. */
export function within(column: 'start_time' | 'time'): string {
  return column === 'start_time' ? startedBetween('from', 'to') : loggedBetween('from', 'to');
}

/** SQL: the span began between these two parameters, Unix nanoseconds. */
export function startedBetween(from: string, to: string): string {
  return between('start_time', from, to);
}

/**
 * SQL: the record was logged between these two parameters. The table is sorted by the five minutes
 * first, and ClickHouse does not see that in a condition on the time alone.
 */
function loggedBetween(from: string, to: string): string {
  const fiveMinutes = 'toStartOfFiveMinutes(toDateTime(time))';
  const of = (name: string) =>
    `toStartOfFiveMinutes(toDateTime(intDiv({${name}:Int64}, ${SECOND})))`;
  return `${between('time', from, to)} AND ${fiveMinutes} >= ${of(from)} AND ${fiveMinutes} <= ${of(to)}`;
}

function between(column: string, from: string, to: string): string {
  return `${column} >= fromUnixTimestamp64Nano({${from}:Int64}, 'UTC') AND ${column} < fromUnixTimestamp64Nano({${to}:Int64}, 'UTC')`;
}

/** SQL: the parameter, 32 hexadecimal digits, as the tables hold a trace id. */
export const TRACE_ID = 'toFixedString(unhex({traceId:String}), 16)';

/**
 * SQL: the parameter, an array of 32 hexadecimal digits each, as the tables hold trace ids. It is
 * a subquery because `IN` an array that has to be computed does not use the indexes.
 */
export const TRACE_IDS = '(SELECT toFixedString(unhex(arrayJoin({traceIds:Array(String)})), 16))';

/** Whether a text can be the id of a trace. All zeros is how the tables say "no trace". */
export function isTraceId(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text) && !/^0+$/.test(text);
}

/**
 * Parts of a range, newest first and each wider than the one before: a search stops as soon as
 * its page is full, so a page of common records costs seconds of data and not days.
 */
export function* growingWindows({ from, to }: TimeRange): Generator<TimeRange> {
  const sixtyFourth = (to - from) / 64n;
  let width = sixtyFourth < 60n * SECOND ? sixtyFourth : 60n * SECOND;
  if (width < SECOND) width = SECOND;
  for (let end = to; end > from; width *= 4n) {
    const start = end - width > from ? end - width : from;
    yield { from: start, to: end };
    end = start;
  }
}
