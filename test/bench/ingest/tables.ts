import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../../store/client.ts';

/** Tables that a signal's records reach: its own, and those that its views fill. */
export const TABLES = {
  traces: ['resources', 'spans', 'trace_times', 'correlations'],
  logs: ['resources', 'logs', 'correlations'],
  metrics: ['resources', 'metric_series', 'metric_points', 'metric_histograms'],
} as const;

/** The tables that the collector itself writes. */
export const WRITTEN = {
  traces: ['resources', 'spans'],
  logs: ['resources', 'logs'],
  metrics: ['resources', 'metric_series', 'metric_points', 'metric_histograms'],
} as const;

/** The tables that have a row for each record. */
export const RECORDS = {
  traces: ['spans'],
  logs: ['logs'],
  metrics: ['metric_points', 'metric_histograms'],
} as const;

const BARE = 'bare_';

/** Makes a copy of a table that has its columns, codecs and order and nothing else. */
export async function createBare(store: Store, table: string): Promise<string> {
  const columns = await store.rows<{ name: string; type: string; codec: string }>(
    `SELECT name, type, compression_codec AS codec FROM system.columns
     WHERE database = currentDatabase() AND table = {table:String} AND default_kind = ''
     ORDER BY position`,
    { table },
  );
  const [layout] = await store.rows<{ sorting_key: string; partition_key: string }>(
    `SELECT sorting_key, partition_key FROM system.tables
     WHERE database = currentDatabase() AND name = {table:String}`,
    { table },
  );
  const bare = `${BARE}${table}`;
  const list = columns.map(
    ({ name, type, codec }) =>
      `\`${name}\` ${type.replace(/^SimpleAggregateFunction\(\w+, (.*)\)$/, '$1')} ${codec}`,
  );
  await store.command(`DROP TABLE IF EXISTS ${bare} SYNC`);
  await store.command(
    `CREATE TABLE ${bare} (${list.join(', ')}) ENGINE = MergeTree
     ${layout?.partition_key ? `PARTITION BY ${layout.partition_key}` : ''}
     ORDER BY (${layout?.sorting_key})`,
  );
  return bare;
}

export async function truncate(store: Store, tables: readonly string[]): Promise<void> {
  for (const table of tables) await store.command(`TRUNCATE TABLE ${table} SYNC`);
}

/** Merges every partition into one part, and waits until no merge is left. */
export async function mergeAll(store: Store, tables: readonly string[]): Promise<void> {
  for (const table of tables) await store.command(`OPTIMIZE TABLE ${table} FINAL`);
  for (;;) {
    const [row] = await store.rows<{ n: string }>('SELECT count() AS n FROM system.merges');
    if (row?.n === '0') return;
    await pause(50);
  }
}

/** Bytes on disk of the active parts: columns, marks, primary keys and indexes. */
export async function bytesOnDisk(store: Store, tables: readonly string[]): Promise<number> {
  const [row] = await store.rows<{ bytes: string }>(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE database = currentDatabase() AND active AND has({tables:Array(String)}, table)`,
    { tables },
  );
  return Number(row?.bytes ?? 0);
}

export async function countRows(store: Store, tables: readonly string[]): Promise<number> {
  let rows = 0;
  for (const table of tables) {
    const [row] = await store.rows<{ n: string }>(`SELECT count() AS n FROM ${table}`);
    rows += Number(row?.n);
  }
  return rows;
}
