import { Batch, type Signal } from '../../../collector/src/otlp/batch.ts';
import type { Store } from '../../../store/client.ts';
import { type Measured, spawn } from './processes.ts';
import { bytesOnDisk, createBare, mergeAll, TABLES, truncate, WRITTEN } from './tables.ts';

/** Rows of a ready-made block: as many as the collector puts into one. */
const BLOCK_ROWS = 50_000;

export interface Yardstick {
  /** Seconds of CPU for all records. */
  readonly engineCpu: number;
  readonly clientCpu: number;
  readonly bytes: number;
}

type Block = { table: string; pieces: Buffer[] };

/** The rows of these requests as Native blocks, as the collector would send them. */
function blocksOf(signal: Signal, bodies: readonly Buffer[]): Block[] {
  const blocks: Block[] = [];
  const batch = new Batch();
  const flush = (): void => {
    for (const table of batch.tables) {
      if (table.rows === 0) continue;
      blocks.push({
        table: table.name,
        pieces: table.toNative().map((piece) => Buffer.from(piece)),
      });
    }
    batch.clear();
  };
  for (const body of bodies) {
    batch.decode(signal, body, Date.now());
    if (batch.rows >= BLOCK_ROWS) flush();
  }
  flush();
  return blocks;
}

/** (a) The floor: ready-made blocks into tables that have the columns and nothing else. */
export async function nativeFloor(
  store: Store,
  engine: Measured,
  signal: Signal,
  bodies: readonly Buffer[],
): Promise<Yardstick> {
  const blocks = blocksOf(signal, bodies);
  const bare = new Map<string, string>();
  for (const table of WRITTEN[signal]) bare.set(table, await createBare(store, table));
  const before = engine.cpu();
  for (const [index, { table, pieces }] of blocks.entries()) {
    await store.insertNative(bare.get(table) as string, pieces, `floor-${Date.now()}-${index}`);
  }
  const tables = [...bare.values()];
  await mergeAll(store, tables);
  const engineCpu = engine.cpu() - before;
  const bytes = await bytesOnDisk(store, tables);
  for (const table of tables) await store.command(`DROP TABLE ${table} SYNC`);
  return { engineCpu, clientCpu: 0, bytes };
}

/**
 * (b) What most would write: rows as objects, an insert as `JSONEachRow` through the client for
 * each request, into the same tables. `insertRows` is how many rows are in an insert.
 */
export async function jsonRows(
  store: Store,
  engine: Measured,
  signal: Signal,
  bodies: readonly Buffer[],
  insertRows: number,
): Promise<Yardstick> {
  await truncate(store, TABLES[signal]);
  for (const [index, { table, pieces }] of blocksOf(signal, bodies).entries()) {
    await store.insertNative(table, pieces, `rows-${Date.now()}-${index}`);
  }
  const client = await spawn({ script: 'test/bench/ingest/json-rows.ts' });
  const { url, username, password, key } = store.settings;
  const access = { url: url.href, username, password: password?.reveal(), key: key?.reveal() };
  client.send({ ...access, tables: WRITTEN[signal], insertRows });
  await client.answer('loaded');
  await mergeAll(store, TABLES[signal]);
  await truncate(store, TABLES[signal]);
  const before = { engine: engine.cpu(), client: client.cpu() };
  client.send({});
  await client.answer('done');
  const clientCpu = client.cpu() - before.client;
  await mergeAll(store, TABLES[signal]);
  const engineCpu = engine.cpu() - before.engine;
  const bytes = await bytesOnDisk(store, TABLES[signal]);
  await client.stop();
  return { engineCpu, clientCpu, bytes };
}
