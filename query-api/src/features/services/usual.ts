import type { Questionable } from '@nunchi/store';
import type { Scope } from '@nunchi/store/queries/services/scope';
import { usualRequests, type UsualRow } from '@nunchi/store/queries/services/usual';
import { HOUR } from '@nunchi/store/queries/time';
import { toMilliseconds } from '../../model/span.ts';
import { FEW_HOURS, type Quartiles, type Usual } from './compare.ts';
import { remembered } from './remembered.ts';

/** What is usual for a service, with its latency and how often it is asked. */
export interface UsualRequests extends Usual {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Of fewer requests in all of its hours nothing is known. */
const FEWEST_REQUESTS = 50;

const MINUTE = 60_000_000_000n;
const HOURS = 24n;

/**
 * What is usual for each service in the whole hours of the day before a moment, of those that are
 * old enough. A version is compared with its service: that it is worse than the one before is what
 * one wants to know.
 */
export async function usualOf(
  store: Questionable,
  before: bigint,
  { version: _version, ...scope }: Scope,
): Promise<ReadonlyMap<string, UsualRequests>> {
  const hour = (before / HOUR) * HOUR;
  const from = hour > HOURS * HOUR ? hour - HOURS * HOUR : 0n;
  // Late spans alone change it, and so it is not asked for each time.
  const usualUntil = (to: bigint) =>
    remembered(store, `usual ${from} ${to} ${JSON.stringify(scope)}`, () =>
      usualRequests(store, { from, to }, scope),
    );
  const inHours = await usualUntil(hour);
  // Of a young service the hour that is not over yet counts too.
  const young = inHours.length === 0 || inHours.some(({ hours }) => Number(hours) < FEW_HOURS);
  const to = (before / MINUTE) * MINUTE;
  const rows = young && to > hour ? await usualUntil(to) : inHours;
  const known = rows.filter(({ requests }) => Number(requests) >= FEWEST_REQUESTS);
  return new Map(known.map((row) => [row.service, toUsual(row)]));
}

function toUsual(row: UsualRow): UsualRequests {
  return {
    hours: Number(row.hours),
    requestsPerSecond: row.requestsPerSecond,
    errorRates: row.errorRates,
    p50Ms: toMilliseconds(row.p50Ns),
    p95Ms: inMilliseconds(row.p95Ns),
    p99Ms: toMilliseconds(row.p99Ns),
  };
}

const inMilliseconds = ([q1, median, q3]: Quartiles): Quartiles => [
  toMilliseconds(q1),
  toMilliseconds(median),
  toMilliseconds(q3),
];
