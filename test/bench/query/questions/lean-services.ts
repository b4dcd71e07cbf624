import type { Questionable } from '../../../../store/client.ts';
import {
  HOUR,
  rangeParameters,
  startedBetween,
  type TimeRange,
} from '../../../../store/queries/time.ts';

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const up = (time: bigint, unit: bigint) => ((time + unit - 1n) / unit) * unit;
const down = (time: bigint, unit: bigint) => (time / unit) * unit;

const seconds = (time: bigint) => Number(time / SECOND);

/** The whole minutes of a range, as parameters in seconds and in nanoseconds. */
export function minutesIn({ from, to }: TimeRange) {
  const [first, last] = [up(from, MINUTE), down(to, MINUTE)];
  return {
    firstMinute: seconds(first),
    lastMinute: seconds(last),
    firstNano: String(first),
    lastNano: String(last),
  };
}

/** SQL: spans of the range that are in none of its whole minutes. */
export const OUTSIDE_MINUTES = `(
  (${startedBetween('from', 'firstNano')}) OR (${startedBetween('lastNano', 'to')}))`;

/** What services did in the range, who they are, and what the day before was like. */
export function askServices(store: Questionable, range: TimeRange): Promise<unknown> {
  const { from, to } = range;
  // Whole hours are worth it where there are some.
  const hours = down(to, HOUR) - up(from, HOUR) > HOUR;
  const [firstHour, lastHour] = hours ? [up(from, HOUR), down(to, HOUR)] : [to, to];
  const parameters = {
    ...rangeParameters(range),
    ...minutesIn(range),
    firstHour: seconds(firstHour),
    lastHour: seconds(lastHour),
  };
  const dayBefore = { first: seconds(down(from, HOUR) - 24n * HOUR), last: seconds(from) };
  return Promise.all([
    store.rows(REQUESTS, parameters),
    store.rows(INSTANCES, rangeParameters(range)),
    store.rows(DAY_BEFORE, dayBefore),
  ]);
}

/** Latencies are kept as how often each was, as numbers of 64ths of a power of two. */
const quantiles = (latencies: string): string => `
  arrayReduce('quantilesExactWeighted(0.5, 0.95, 0.99)',
    mapKeys(sumMap(${latencies}) AS summed), mapValues(summed))`;

const REQUESTS = `
  SELECT service, sum(n), sum(failed), ${quantiles('l')}, min(first)
  FROM (
    SELECT service, requests AS n, errors AS failed, latencies AS l, toInt64(toUnixTimestamp(hour)) AS first
    FROM service_hours
    WHERE hour >= toDateTime({firstHour:UInt32}, 'UTC') AND hour < toDateTime({lastHour:UInt32}, 'UTC')
    UNION ALL
    SELECT service, requests, errors, latencies, toInt64(toUnixTimestamp(minute))
    FROM service_minutes
    WHERE minute >= toDateTime({firstMinute:UInt32}, 'UTC') AND minute < toDateTime({lastMinute:UInt32}, 'UTC')
      AND NOT (minute >= toDateTime({firstHour:UInt32}, 'UTC') AND minute < toDateTime({lastHour:UInt32}, 'UTC'))
    UNION ALL
    SELECT service, count(), countIf(status_code = 2), sumMap(map(toUInt16(log2(duration_ns) * 64), toUInt64(1))),
      toInt64(min(toUnixTimestamp(start_time)))
    FROM spans
    WHERE kind IN (2, 5) AND ${OUTSIDE_MINUTES}
    GROUP BY service
  )
  GROUP BY service`;

const INSTANCES = `
  SELECT service, uniqExact(instance), groupUniqArray(version), groupUniqArray(namespace),
    groupUniqArray(environment), max(last_seen)
  FROM resources
  WHERE last_seen >= fromUnixTimestamp64Nano({from:Int64}) AND first_seen < fromUnixTimestamp64Nano({to:Int64})
  GROUP BY service`;

const DAY_BEFORE = `
  SELECT service, medianExact(n), quantilesExact(0.25, 0.5, 0.75)(failed / n), medianExact(q[1]),
    quantilesExact(0.25, 0.5, 0.75)(q[2]), medianExact(q[3])
  FROM (
    SELECT service, hour, sum(requests) AS n, sum(errors) AS failed, ${quantiles('latencies')} AS q
    FROM service_hours
    WHERE hour >= toDateTime({first:UInt32}, 'UTC') AND hour < toDateTime({last:UInt32}, 'UTC')
    GROUP BY service, hour
  )
  GROUP BY service`;
