import type { Store } from '../store/client.ts';
import type { Counts } from './telemetry.ts';
import { until } from './stack.ts';

const TABLES: Readonly<Record<keyof Counts, string>> = {
  spans: 'spans',
  logs: 'logs',
  points: 'metric_points',
  histograms: 'metric_histograms',
  exponentialHistograms: 'metric_exponential_histograms',
  summaries: 'metric_summaries',
  exemplars: 'metric_exemplars',
};

/** How many records the store has, of each kind. */
export async function countStored(store: Store): Promise<Counts> {
  const columns = Object.entries(TABLES).map(
    ([name, table]) => `(SELECT count() FROM ${table}) AS ${name}`,
  );
  const [row] = await store.rows<Record<string, string>>(`SELECT ${columns.join(', ')}`);
  const counts = Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]);
  return Object.fromEntries(counts) as Counts;
}

/** Resolves when everything that the collector has acknowledged is in the store. */
export async function untilDrained(collectorUrl: string): Promise<void> {
  await until(async () => {
    const response = await fetch(`${collectorUrl}/metrics`);
    return /^nunchi_collector_journal_bytes 0$/m.test(await response.text());
  });
}
