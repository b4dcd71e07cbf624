import type { Questionable } from '@nunchi/store';
import { metricCatalogue } from '@nunchi/store/queries/metrics/catalogue';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import type { MetricKind, MetricsReply } from './schema.ts';

const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const;

export async function listMetrics(
  store: Questionable,
  range: TimeRange,
  service?: string,
): Promise<Static<typeof MetricsReply>['metrics']> {
  const rows = await metricCatalogue(store, range, service);
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind as Static<typeof MetricKind>,
    unit: row.unit,
    description: row.description,
    temporality: TEMPORALITIES[row.temporality] ?? 'unspecified',
    monotonic: row.monotonic,
    services: [...row.services],
    series: Number(row.series),
    lastSeenUnixNano: row.lastSeenUnixNano,
  }));
}
