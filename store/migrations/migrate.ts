import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectStore, type Store, type StoreSettings } from '../client.ts';
import { holdLease } from './lease.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

/** Reads `NNNN_name.sql` files, in the order of their numbers. A statement ends with `;` at a line's end. */
export function readMigrations(directory: string = import.meta.dirname): Migration[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = /^(\d{4})_(\w+)\.sql$/.exec(file);
      if (!match) throw new Error(`migration ${file} is not named NNNN_name.sql`);
      const text = readFileSync(join(directory, file), 'utf8');
      return {
        version: Number(match[1]),
        name: match[2] as string,
        checksum: createHash('sha256').update(text).digest('hex').slice(0, 16),
        statements: text
          .split(/;[ \t]*$/m)
          .map((statement) => statement.trim())
          .filter((statement) => statement !== ''),
      };
    });
}

/** A migration of many records is silent until it is done. */
const SILENT_FOR_MS = 6 * 3_600_000;

/** ClickHouse's error code when the database of the connection does not exist. */
const UNKNOWN_DATABASE = '81';

interface Applied {
  version: number;
  name: string;
  checksum: string;
}

/**
 * Brings the schema up to date. Safe when several processes call it at once: one of them holds
 * a lease while it works and the others wait. Every statement can be run twice, so a process
 * that dies half-way is simply followed by another.
 * Throws when a migration that was applied has changed since, or is unknown to this version.
 */
export async function migrate(
  store: Store,
  migrations: readonly Migration[] = readMigrations(),
): Promise<readonly Migration[]> {
  await ensureDatabase(store.settings);
  await store.command(`
    CREATE TABLE IF NOT EXISTS schema_migrations
    (version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC'))
    ENGINE = MergeTree ORDER BY version
    SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1`);
  if (pending(migrations, await appliedMigrations(store)).length === 0) return [];

  const patient = connectStore(store.settings, 'nunchi-migrate', SILENT_FOR_MS);
  return holdLease(store, randomUUID(), pause, async (renew) => {
    const todo = pending(migrations, await appliedMigrations(store));
    for (const migration of todo) {
      for (const statement of migration.statements) {
        await renew();
        await patient.command(statement);
      }
      const { version, name, checksum } = migration;
      await store.command(
        `INSERT INTO schema_migrations SETTINGS async_insert = 0, insert_deduplication_token = 'v${version}'
         SELECT {version:UInt32}, {name:String}, {checksum:String}, now64(3)`,
        { version, name, checksum },
      );
    }
    return todo;
  }).finally(() => patient.close());
}

/** Whether this version's schema is there; undefined when it is, else the reason why not. */
export async function schemaProblem(
  store: Store,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string | undefined> {
  const exists = await tableExists(store, 'schema_migrations').catch((error: unknown) => {
    if ((error as { code?: string }).code === UNKNOWN_DATABASE) return false;
    throw error;
  });
  if (!exists) return 'the store has no schema yet';
  const missing = pending(migrations, await appliedMigrations(store))[0];
  return missing && `the store's schema waits for migration ${label(missing)}`;
}

/** A user may own its database without the right to create one, so it is created only when missing. */
async function ensureDatabase(settings: StoreSettings): Promise<void> {
  const server = connectStore({ ...settings, database: 'default' }, 'nunchi-migrate');
  try {
    const name = settings.database;
    const found = await server.rows('SELECT 1 FROM system.databases WHERE name = {name:String}', {
      name,
    });
    if (found.length === 0) {
      await server.command('CREATE DATABASE IF NOT EXISTS {name:Identifier}', { name });
    }
  } finally {
    await server.close();
  }
}

async function tableExists(store: Store, table: string): Promise<boolean> {
  const rows = await store.rows<{ found: number }>(
    'SELECT 1 AS found FROM system.tables WHERE database = currentDatabase() AND name = {table:String}',
    { table },
  );
  return rows.length > 0;
}

async function appliedMigrations(store: Store): Promise<Map<number, Applied>> {
  const rows = await store.rows<Applied>('SELECT version, name, checksum FROM schema_migrations');
  return new Map(rows.map((row) => [row.version, row]));
}

function pending(
  migrations: readonly Migration[],
  applied: ReadonlyMap<number, Applied>,
): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const row of applied.values()) {
    const migration = known.get(row.version);
    if (!migration) {
      throw new Error(
        `the store has migration ${label(row)}, which this version does not know: run a newer Nunchi`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `migration ${label(migration)} changed after it was applied (${row.checksum} became ${migration.checksum}): restore its text and add a new migration`,
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.version));
}

const label = ({ version, name }: { version: number; name: string }): string =>
  `${String(version).padStart(4, '0')}_${name}`;
