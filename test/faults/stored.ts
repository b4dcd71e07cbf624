// Holds the ledger against the store: acknowledged ⊆ stored, and nothing stored twice.
import type { Store } from '../../store/client.ts';
import { type Entry, type Ledger, recordsOf } from './ledger.ts';
import { idOf, type Kind, KINDS, PLACES, placesOf, type Run } from './requests.ts';

/** Where the records of a kind are, the request that they came with, and their id. */
const TABLES: Readonly<Record<Kind, { table: string; request: string; id: string; of: string }>> = {
  spans: {
    table: 'spans',
    request: `attributes['faults.request']`,
    id: 'lower(hex(span_id))',
    of: 'service = {service:String}',
  },
  logs: {
    table: 'logs',
    request: `attributes['faults.request']`,
    id: 'body',
    of: 'service = {service:String}',
  },
  points: pointTable('metric_points'),
  histograms: pointTable('metric_histograms'),
};

function pointTable(table: string) {
  const sinceStart = `positiveModulo(toUnixTimestamp64Nano(time) - {startNs:Int64}, toInt64(86400000000000))`;
  return {
    table,
    request: `toString(intDiv(${sinceStart}, ${PLACES}))`,
    id: 'toString(toUnixTimestamp64Nano(time))',
    of: 'startsWith(metric, {metric:String})',
  };
}

export interface Verdict {
  readonly stored: number;
  /** Records that are stored more often than once. */
  readonly doubled: number;
  /** Acknowledged records that are not stored. */
  readonly missing: number;
  readonly violations: readonly string[];
}

const parametersOf = (run: Run) => ({ ...run, startNs: String(run.startNs) });

export async function verify(store: Store, run: Run, ledger: Ledger): Promise<Verdict> {
  const total = { stored: 0, doubled: 0, missing: 0, violations: [] as string[] };
  for (const kind of KINDS) {
    const found = await storedByRequest(store, run, kind);
    let told = 0;
    for (const [number, { stored, different }] of found) {
      total.stored += stored;
      total.doubled += stored - different;
      const wrong = !ledger.entries.has(number) || stored > different;
      if (wrong && told++ < 2) total.violations.push(await describe(store, run, kind, number));
    }
    for (const [number, entry] of ledger.entries) {
      const expected = entry.acknowledged ? (entry.counts[kind] ?? 0) : 0;
      const missing = expected - (found.get(number)?.different ?? 0);
      if (missing <= 0) continue;
      total.missing += missing;
      if (told++ < 2) total.violations.push(await describe(store, run, kind, number, entry));
    }
  }
  total.violations.push(...(await viewViolations(store, run)));
  return total;
}

async function storedByRequest(store: Store, run: Run, kind: Kind) {
  const { table, request, id, of } = TABLES[kind];
  const rows = await store.rows<{ request: string; stored: string; different: string }>(
    `SELECT ${request} AS request, count() AS stored, uniqExact(${id}) AS different
     FROM ${table} WHERE ${of} GROUP BY request`,
    parametersOf(run),
  );
  return new Map(
    rows.map((row) => [
      Number(row.request),
      { stored: Number(row.stored), different: Number(row.different) },
    ]),
  );
}

/** One sentence with the first ids that are missing or stored twice. */
async function describe(store: Store, run: Run, kind: Kind, number: number, entry?: Entry) {
  const { table, request, id, of } = TABLES[kind];
  const rows = await store.rows<{ id: string; times: string }>(
    `SELECT ${id} AS id, count() AS times FROM ${table}
     WHERE ${of} AND ${request} = {number:String} GROUP BY id`,
    { ...parametersOf(run), number: String(number) },
  );
  const times = new Map(rows.map((row) => [row.id, Number(row.times)]));
  const wanted = placesOf(kind, entry?.counts[kind] ?? 0).map((p) => idOf(run, kind, number, p));
  const missing = wanted.filter((one) => !times.has(one));
  const doubled = rows.filter((row) => Number(row.times) > 1).map((row) => row.id);
  const first = (ids: readonly string[]) =>
    ids.length > 0 ? ` (${ids.slice(0, 3).join(', ')})` : '';
  const of_ = entry ? ` of ${recordsOf(entry)} records, acknowledged` : '';
  return (
    `request ${number}${of_}: ${kind} ${missing.length} missing${first(missing)}, ` +
    `${doubled.length} stored more than once${first(doubled)}`
  );
}

/** What the views derive must be there for every stored record. */
async function viewViolations(store: Store, run: Run): Promise<string[]> {
  const checks = [
    {
      what: 'traces that trace_times does not know',
      sql: `SELECT DISTINCT lower(hex(trace_id)) AS id FROM spans
            WHERE service = {service:String} AND trace_id NOT IN (SELECT trace_id FROM trace_times)`,
    },
    {
      what: 'correlation ids that correlations does not know',
      sql: `SELECT DISTINCT id FROM (
              SELECT correlation_id AS id, trace_id FROM spans WHERE service = {service:String}
              UNION ALL SELECT correlation_id, trace_id FROM logs WHERE service = {service:String}
            ) WHERE id != '' AND (id, trace_id) NOT IN (SELECT correlation_id, trace_id FROM correlations)`,
    },
    {
      what: 'series of data points that metric_series does not know',
      sql: `SELECT DISTINCT toString(series_id) AS id FROM (
              SELECT series_id FROM metric_points WHERE startsWith(metric, {metric:String})
              UNION ALL SELECT series_id FROM metric_histograms WHERE startsWith(metric, {metric:String})
            ) WHERE series_id NOT IN (SELECT series_id FROM metric_series)`,
    },
    {
      what: 'resources of spans that resources does not know',
      sql: `SELECT DISTINCT toString(resource_id) AS id FROM spans
            WHERE service = {service:String} AND resource_id NOT IN (SELECT resource_id FROM resources)`,
    },
  ];
  const violations: string[] = [];
  for (const { what, sql } of checks) {
    const rows = await store.rows<{ id: string }>(sql, parametersOf(run));
    const ids = rows.slice(0, 3).map(({ id }) => id);
    if (ids.length > 0) violations.push(`${rows.length} ${what}: ${ids.join(', ')}`);
  }
  return violations;
}
