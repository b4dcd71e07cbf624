import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectStore, embeddedSettings, type Store } from '../client.ts';
import { freePort, startEngineProcess } from '../testing/engine.ts';
import { embeddedDirectory, readCredentials } from './credentials.ts';
import { forgetLostInserts } from './deduplication.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'nunchi-deduplication-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('an insert that was noted and not stored when ClickHouse was killed can be repeated', async () => {
  const port = await freePort();
  const connect = (): Store => connectStore(settings(port), 'test');
  const insert = (store: Store, a: number) =>
    store.insertRows('nunchi.kept', [{ a }], `token ${a}`);

  const killed = await startEngineProcess(dataDir, port);
  const before = connect();
  await before.command('CREATE DATABASE nunchi');
  await before.command(`CREATE TABLE nunchi.kept (a UInt8) ENGINE = MergeTree ORDER BY a
    SETTINGS non_replicated_deduplication_window = 100`);
  for (const a of [1, 2, 3]) await insert(before, a);
  await before.command('OPTIMIZE TABLE nunchi.kept FINAL');
  for (const a of [4, 5]) await insert(before, a);
  await before.close();
  await killed.stop('SIGKILL');
  // As it is when the part has not got its name yet.
  const table = tableWith('all_5_5_0');
  renameSync(join(table, 'all_5_5_0'), join(table, 'tmp_insert_all_5_5_0'));

  const next = await startEngineProcess(dataDir, port);
  const after = connect();
  for (const a of [1, 2, 3, 4, 5]) await insert(after, a);
  expect(await after.rows('SELECT a FROM nunchi.kept ORDER BY a')).toEqual(
    [1, 2, 3, 4, 5].map((a) => ({ a })),
  );
  await after.close();
  await next.stop('SIGKILL');

  const data = join(embeddedDirectory(dataDir), 'data');
  expect(forgetLostInserts(data, join(dataDir, 'scratch'))).toBe(0);
});

function settings(port: number) {
  return { ...embeddedSettings(port, 'writer', readCredentials(dataDir)), database: 'default' };
}

function tableWith(part: string): string {
  const store = join(embeddedDirectory(dataDir), 'data', 'store');
  const tables = readdirSync(store).flatMap((group) =>
    readdirSync(join(store, group)).map((table) => join(store, group, table)),
  );
  return tables.find((table) => existsSync(join(table, part))) as string;
}
