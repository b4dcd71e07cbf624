import type { Questionable } from '@nunchi/store';
import { metricDefinition } from '@nunchi/store/queries/metrics/definition';
import { seriesPoints } from '@nunchi/store/queries/metrics/points';
import { seriesWithPoints } from '@nunchi/store/queries/metrics/series';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { decodeAttributes } from '../../model/attributes.ts';
import { keyAndValue } from '../../model/filters.ts';
import { toPointValue } from '../../model/point.ts';

import type { MetricKind, MetricPointsQuery, MetricPointsReply } from './schema.ts';

export interface PointLimits {
  readonly series: number;
  readonly points: number;
}

const LIMITS: PointLimits = { series: 500, points: 100_000 };

/** The points of a gauge or sum. Beyond the limits: the first series, and of each its newest points. */
export async function queryMetric(
  store: Questionable,
  query: Static<typeof MetricPointsQuery>,
  range: TimeRange,
  limits: PointLimits = LIMITS,
): Promise<Static<typeof MetricPointsReply>> {
  const { name, service } = query;
  const { kind, unit } = await definitionOf(store, name, service);
  if (kind !== 'gauge' && kind !== 'sum') {
    throw new ApiError(
      'metric_has_no_points',
      `${name} is of kind ${kind}; only a gauge or a sum has single values`,
      { parameter: 'name' },
    );
  }
  const labels = (query.filter ?? [])
    .map(keyAndValue)
    .map(({ key, value }) => ({ label: key, value }));
  const found = await seriesWithPoints(store, {
    name,
    kind,
    unit,
    range,
    labels,
    limit: limits.series + 1,
    ...(service !== undefined && { service }),
  });
  const series = found.slice(0, limits.series);
  const perSeries = Math.floor(limits.points / Math.max(series.length, 1));
  const ids = series.map((row) => row.seriesId);
  // One more than fits is looked for, to know whether something is left out.
  const rows = ids.length === 0 ? [] : await seriesPoints(store, name, ids, range, perSeries + 1);
  const points = new Map(rows.map((row) => [row.seriesId, row.points]));
  return {
    name,
    kind,
    unit,
    series: series.map((row) => ({
      service: row.service,
      instance: row.instance,
      labels: decodeAttributes(row.attributeKeys, row.attributeValues, row.attributeTypes)
        .attributes,
      points: (points.get(row.seriesId) ?? [])
        .slice(-perSeries)
        .map(([millis, type, value]) => [Number(millis), toPointValue(value, type)]),
    })),
    truncated: found.length > series.length || rows.some((row) => row.points.length > perSeries),
  };
}

/** By the newest definition; of the service where it has one. A service that never sent it has no series. */
async function definitionOf(store: Questionable, name: string, service: string | undefined) {
  const definition =
    (service === undefined ? undefined : await metricDefinition(store, name, service)) ??
    (await metricDefinition(store, name));
  if (definition) return { ...definition, kind: definition.kind as Static<typeof MetricKind> };
  throw new ApiError('metric_not_found', `no metric is named ${name}`, { parameter: 'name' });
}
