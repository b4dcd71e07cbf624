import type { Questionable } from '@nunchi/store';
import type { EventOf } from '@nunchi/store/control/events';
import { newestOfKind } from '@nunchi/store/queries/control/newest';
import { earliestSpan } from '@nunchi/store/queries/services/earliest';
import { serviceInstances } from '@nunchi/store/queries/services/instances';
import { serviceRequests, type ServiceRequestsRow } from '@nunchi/store/queries/services/requests';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { toMilliseconds } from '../../model/span.ts';
import { type FiringAlarm, healthOf } from './health.ts';
import type { ServiceSummary } from './schema.ts';

type Summary = Static<typeof ServiceSummary>;

/** Services that sent any signal in the range, by name. */
export async function listServices(store: Questionable, range: TimeRange): Promise<Summary[]> {
  const [instances, requests, alarms] = await Promise.all([
    serviceInstances(store, range),
    serviceRequests(store, range),
    firingAlarms(store, range),
  ]);
  const known = new Map(instances.map((row) => [row.service, row]));
  const answered = new Map(requests.map((row) => [row.service, row]));
  return [...new Set([...known.keys(), ...answered.keys()])].sort().map((service) => ({
    service,
    ...measures(answered.get(service), alarms.get(service)),
    instances: Number(known.get(service)?.instances ?? 0),
    lastSeenUnixNano: latest(
      known.get(service)?.lastSeenUnixNano,
      answered.get(service)?.lastTimeUnixNano,
    ),
  }));
}

/** Alarms that fired at the end of the range, by the service that they are about. */
async function firingAlarms(
  store: Questionable,
  range: TimeRange,
): Promise<ReadonlyMap<string, readonly FiringAlarm[]>> {
  const endMs = Number(range.to / 1_000_000n);
  const fires = ({ body: { firedAt, resolvedAt } }: EventOf<'alarm'>) =>
    firedAt !== null && firedAt <= endMs && (resolvedAt === null || resolvedAt > endMs);
  const firing = (await newestOfKind(store, 'alarm')).filter(fires);
  const inWords = ({ body, summary }: EventOf<'alarm'>) => ({ severity: body.severity, summary });
  const byService = Map.groupBy(firing, ({ service }) => service);
  return new Map([...byService].map(([service, events]) => [service, events.map(inWords)]));
}

/**
 * Seconds from the first span in the range to the range's end: what rates are per, so that a
 * system that has just started has its rates.
 */
export async function coveredSeconds(store: Questionable, range: TimeRange): Promise<number> {
  const first = (await earliestSpan(store, range)) ?? range.from;
  return Math.max(1, Number(range.to - first) / 1e9);
}

function measures(row: ServiceRequestsRow | undefined, alarms: readonly FiringAlarm[] = []) {
  const requests = Number(row?.requests ?? 0);
  const errors = Number(row?.errors ?? 0);
  const [p50Ms, p95Ms, p99Ms] = row
    ? row.quantilesNs.map((nanos) => toMilliseconds(nanos))
    : [null, null, null];
  const { health, healthReason } = healthOf(requests, errors, alarms);
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
