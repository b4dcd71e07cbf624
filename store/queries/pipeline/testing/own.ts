import type { Store } from '../../../client.ts';
import { OWN_NAMESPACE } from '../../../telemetry/names.ts';
import { insert } from '../../testing/insert.ts';

export const START_MS = 1_760_000_000_000;
/** Unix nanoseconds, in seconds after the first step begins. */
export const at = (seconds: number): string => `${START_MS + seconds * 1_000}000000`;

let ids = 0;

export interface OwnSeries {
  readonly metric: string;
  readonly service?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

async function addSeries(store: Store, series: OwnSeries): Promise<object> {
  ids += 1;
  const { metric, service = 'nunchi-collector', namespace = OWN_NAMESPACE, labels = {} } = series;
  const key = { metric, series_id: String(ids) };
  const seen = { first_seen: at(-1_000), last_seen: at(1_000) };
  await insert(store, 'metric_series', [
    { ...key, service, namespace, attributes: labels, ...seen },
  ]);
  return key;
}

type Value = readonly [seconds: number, value: number];

/** A gauge's or counter's points: seconds after the start, and the value. */
export async function addPoints(
  store: Store,
  series: OwnSeries,
  startSeconds: number,
  points: readonly Value[],
): Promise<void> {
  const key = await addSeries(store, series);
  const start_time = at(startSeconds);
  const rows = points.map(([seconds, value]) => ({
    ...key,
    start_time,
    time: at(seconds),
    value,
    value_type: 'd',
  }));
  await insert(store, 'metric_points', rows);
}

/** A histogram's points: seconds after the start, the counts of its buckets, and the sum. */
export async function addHistogram(
  store: Store,
  series: OwnSeries,
  startSeconds: number,
  bounds: readonly number[],
  points: readonly (readonly [seconds: number, counts: readonly number[], sum: number])[],
): Promise<void> {
  const key = await addSeries(store, series);
  const rows = points.map(([seconds, counts, sum]) => ({
    ...key,
    start_time: at(startSeconds),
    time: at(seconds),
    explicit_bounds: bounds,
    bucket_counts: counts.map(String),
    count: String(counts.reduce((total, count) => total + count, 0)),
    sum,
  }));
  await insert(store, 'metric_histograms', rows);
}
