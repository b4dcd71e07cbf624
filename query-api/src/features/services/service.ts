import type { Questionable } from '@nunchi/store';
import { earliestSpan } from '@nunchi/store/queries/services/earliest';
import { serviceInstances } from '@nunchi/store/queries/services/instances';
import { serviceRequests, type ServiceRequestsRow } from '@nunchi/store/queries/services/requests';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { toMilliseconds } from '../../model/span.ts';
import { healthOf } from './health.ts';
import type { ServiceSummary } from './schema.ts';

type Summary = Static<typeof ServiceSummary>;

/** Services that sent any signal in the range, by name. */
export async function listServices(store: Questionable, range: TimeRange): Promise<Summary[]> {
  const [instances, requests] = await Promise.all([
    serviceInstances(store, range),
    serviceRequests(store, range),
  ]);
  const known = new Map(instances.map((row) => [row.service, row]));
  const answered = new Map(requests.map((row) => [row.service, row]));
  return [...new Set([...known.keys(), ...answered.keys()])].sort().map((service) => ({
    service,
    ...measures(answered.get(service)),
    instances: Number(known.get(service)?.instances ?? 0),
    lastSeenUnixNano: latest(
      known.get(service)?.lastSeenUnixNano,
      answered.get(service)?.lastTimeUnixNano,
    ),
  }));
}

/**
 * Seconds from the first span in the range to the range's end: what rates are per, so that a
 * system that has just started has its rates.
 */
export async function coveredSeconds(store: Questionable, range: TimeRange): Promise<number> {
  const first = (await earliestSpan(store, range)) ?? range.from;
  return Math.max(1, Number(range.to - first) / 1e9);
}

function measures(row: ServiceRequestsRow | undefined) {
  const requests = Number(row?.requests ?? 0);
  const errors = Number(row?.errors ?? 0);
  const [p50Ms, p95Ms, p99Ms] = row
    ? row.quantilesNs.map((nanos) => toMilliseconds(nanos))
    : [null, null, null];
  const { health, healthReason } = healthOf(requests, errors);
  return {
    requests,
    errors,
    errorRate: requests === 0 ? null : errors / requests,
    p50Ms: p50Ms ?? null,
    p95Ms: p95Ms ?? null,
    p99Ms: p99Ms ?? null,
    health,
    healthReason,
  };
}

function latest(...times: (string | undefined)[]): string {
  const known = times.filter((time) => time !== undefined).map(BigInt);
  return String(known.reduce((a, b) => (a > b ? a : b), 0n));
}
