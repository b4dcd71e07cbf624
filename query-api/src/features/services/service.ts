import type { Questionable } from '@nunchi/store';
import { beginningIn } from '@nunchi/store/queries/services/beginning';
import {
  serviceInstances,
  type ServiceInstancesRow,
} from '@nunchi/store/queries/services/instances';
import { servicePoints } from '@nunchi/store/queries/services/points';
import { serviceRequests, type ServiceRequestsRow } from '@nunchi/store/queries/services/requests';
import type { Scope } from '@nunchi/store/queries/services/scope';
import { serviceSeen } from '@nunchi/store/queries/services/seen';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { toMilliseconds } from '../../model/span.ts';
import { firingAlarms } from './alarms.ts';
import { type FiringAlarm, healthOf } from './health.ts';
import type { ServicePoint, ServiceReply, ServicesReply, ServiceSummary } from './schema.ts';
import { stepSeconds, stepsOf } from './steps.ts';
import { type UsualRequests, usualOf } from './usual.ts';

type Summary = Static<typeof ServiceSummary>;
type Point = Static<typeof ServicePoint>;

/** By this, a day has a point an hour, and hours are cheap to ask for. */
const MOST_POINTS = 32;

interface ServicesAsked {
  readonly scope?: Scope;
  /** Whether the summaries have points over time. */
  readonly points?: boolean;
}

export async function getServices(
  store: Questionable,
  range: TimeRange,
  asked: ServicesAsked,
): Promise<Static<typeof ServicesReply>> {
  const seconds = coveredSeconds(store, range);
  const services = await servicesIn(store, range, asked, seconds);
  return { seconds: await seconds, stepMs: stepSeconds(range, MOST_POINTS) * 1_000, services };
}

/** A service that was ever seen; what it did in the range may be nothing. */
export async function getService(
  store: Questionable,
  service: string,
  range: TimeRange,
  scope: Scope,
): Promise<Static<typeof ServiceReply>> {
  const [seen, { seconds, stepMs, services }] = await Promise.all([
    serviceSeen(store, service),
    getServices(store, range, { scope: { ...scope, service }, points: true }),
  ]);
  const [summary] = services;
  if (!seen && !summary) {
    throw new ApiError('service_not_found', `no service is named ${service}`, {
      parameter: 'service',
    });
  }
  return {
    seconds,
    stepMs,
    ...(summary ?? {
      service,
      ...placesOf(undefined),
      ...measures(undefined, seconds),
      before: null,
      lastSeenUnixNano: seen?.lastSeenUnixNano ?? '0',
      points: [],
    }),
    firstSeenUnixNano: seen?.firstSeenUnixNano ?? String(range.from),
  };
}

/** Services that sent any signal in the range, by name. */
export const listServices = (
  store: Questionable,
  range: TimeRange,
  asked: ServicesAsked = {},
): Promise<Summary[]> => servicesIn(store, range, asked, coveredSeconds(store, range));

async function servicesIn(
  store: Questionable,
  range: TimeRange,
  { scope = {}, points = false }: ServicesAsked,
  covered: Promise<number>,
): Promise<Summary[]> {
  const [seconds, instances, requests, usual, alarms, pointsOf] = await Promise.all([
    covered,
    serviceInstances(store, range, scope),
    serviceRequests(store, range, scope),
    usualOf(store, range.from, scope),
    firingAlarms(store, range),
    points ? sparklines(store, range, scope) : () => [],
  ]);
  const known = new Map(instances.map((row) => [row.service, row]));
  const answered = new Map(requests.map((row) => [row.service, row]));
  return [...new Set([...known.keys(), ...answered.keys()])].sort().map((service) => ({
    service,
    ...placesOf(known.get(service)),
    ...measures(answered.get(service), seconds, alarms.get(service), usual.get(service)),
    before: inRange(usual.get(service), range),
    // One that is known by its requests alone answered some of them in the range.
    lastSeenUnixNano: known.get(service)?.lastSeenUnixNano ?? String(range.to),
    points: pointsOf(service),
  }));
}

/**
 * What rates are per: the seconds of the range, and of a system that began in it those from its
 * first span to the range's end, so that it has its rates when it has just started.
 */
export async function coveredSeconds(store: Questionable, range: TimeRange): Promise<number> {
  const first = (await beginningIn(store, range)) ?? range.from;
  return Math.max(1, Number(range.to - first) / 1e9);
}

function placesOf(row: ServiceInstancesRow | undefined) {
  return {
    namespaces: [...(row?.namespaces ?? [])],
    environments: [...(row?.environments ?? [])],
    versions: [...(row?.versions ?? [])],
    instances: Number(row?.instances ?? 0),
  };
}

function measures(
  row: ServiceRequestsRow | undefined,
  seconds: number,
  alarms: readonly FiringAlarm[] = [],
  usual: UsualRequests | null = null,
) {
  const requests = Number(row?.requests ?? 0);
  const errors = Number(row?.errors ?? 0);
  const [p50Ms, p95Ms, p99Ms] = row
    ? row.quantilesNs.map((nanos) => toMilliseconds(nanos))
    : [null, null, null];
  const { health, healthReason } = healthOf(requests, errors, {
    alarms,
    usual,
    p95Ms: p95Ms ?? null,
  });
  return {
    requests,
    requestsPerSecond: requests / seconds,
    errors,
    errorRate: requests === 0 ? null : errors / requests,
    p50Ms: p50Ms ?? null,
    p95Ms: p95Ms ?? null,
    p99Ms: p99Ms ?? null,
    health,
    healthReason,
  };
}

/** What would be usual in a time as long as the range. */
function inRange(usual: UsualRequests | undefined, { from, to }: TimeRange): Summary['before'] {
  if (!usual) return null;
  const { requestsPerSecond, errorRates, p50Ms, p95Ms, p99Ms } = usual;
  const requests = (requestsPerSecond * Number(to - from)) / 1e9;
  return { requests, errorRate: errorRates[1], p50Ms, p95Ms: p95Ms[1], p99Ms };
}

/** The points of each service, at every step of the range. */
async function sparklines(
  store: Questionable,
  range: TimeRange,
  scope: Scope,
): Promise<(service: string) => Point[]> {
  const step = stepSeconds(range, MOST_POINTS);
  const rows = Map.groupBy(
    await servicePoints(store, range, step, scope),
    ({ service }) => service,
  );
  const steps = stepsOf(range, step);
  return (service) => {
    const at = new Map(rows.get(service)?.map((row) => [row.step, row]));
    return steps.map((time) => {
      const row = at.get(time);
      return {
        timeUnixNano: `${time}000000000`,
        requests: Number(row?.requests ?? 0),
        errors: Number(row?.errors ?? 0),
        p95Ms: row ? toMilliseconds(row.quantilesNs[1]) : null,
      };
    });
  };
}
