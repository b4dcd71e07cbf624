import type { Questionable } from '@nunchi/store';
import type { Scope } from '@nunchi/store/queries/services/scope';
import {
  type SeriesBy,
  serviceSeries,
  type ServiceSeriesRow,
} from '@nunchi/store/queries/services/series';
import { serviceVersions } from '@nunchi/store/queries/services/versions';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { toMilliseconds } from '../../model/span.ts';
import type { SeriesReply } from './schema.ts';
import { stepSeconds, stepsOf } from './steps.ts';

const MOST_POINTS = 240;
const MOST_SERIES = 20;

/** Requests, errors and latency of a service over time. */
export async function getSeries(
  store: Questionable,
  service: string,
  by: SeriesBy,
  range: TimeRange,
  scope: Scope,
): Promise<Static<typeof SeriesReply>> {
  const step = stepSeconds(range, MOST_POINTS);
  const steps = stepsOf(range, step);
  const asked = { service, by, range, scope, stepSeconds: step, limit: MOST_SERIES + 1 };
  const [found, versions] = await Promise.all([
    serviceSeries(store, asked),
    serviceVersions(store, service, range, scope),
  ]);
  return {
    stepMs: step * 1_000,
    series: found.slice(0, MOST_SERIES).map((row) => toSeries(row, steps)),
    deployments: versions.map((row) => ({ ...row, instances: Number(row.instances) })),
    truncated: found.length > MOST_SERIES,
  };
}

function toSeries(row: ServiceSeriesRow, steps: readonly number[]) {
  const at = new Map(row.points.map((point) => [point.step, point]));
  return {
    value: row.value,
    points: steps.map((time) => {
      const point = at.get(time);
      const [p50Ms = null, p95Ms = null, p99Ms = null] =
        point?.quantilesNs.map((nanos) => toMilliseconds(nanos)) ?? [];
      return {
        timeUnixNano: `${time}000000000`,
        requests: Number(point?.requests ?? 0),
        errors: Number(point?.errors ?? 0),
        p50Ms,
        p95Ms,
        p99Ms,
      };
    }),
  };
}
