import { afterEach, describe, expect, it } from 'vitest';
import { connectStore, type Store } from '../client.ts';
import { testStoreSettings } from '../testing/store.ts';
import { migrate, readMigrations, schemaProblem } from './migrate.ts';

const stores: Store[] = [];
const connections: Store[] = [];

function emptyStore(): Store {
  const store = connectStore(testStoreSettings(), 'nunchi-test');
  stores.push(store);
  return store;
}

function secondConnection(store: Store): Store {
  const second = connectStore(store.settings, 'nunchi-test');
  connections.push(second);
  return second;
}

afterEach(async () => {
  for (const store of stores) {
    await store.command('DROP DATABASE IF EXISTS {name:Identifier}', {
      name: store.settings.database,
    });
  }
  for (const store of [...stores.splice(0), ...connections.splice(0)]) await store.close();
});

describe('migrate', () => {
  it('creates the schema once and does nothing the second time', async () => {
    const store = emptyStore();
    const applied = await migrate(store);
    expect(applied.map((m) => m.version)).toEqual(readMigrations().map((m) => m.version));
    expect(await migrate(store)).toEqual([]);
    expect(await schemaProblem(store)).toBeUndefined();
  });

  it('lets several processes start at once: each migration is applied by one of them', async () => {
    const first = emptyStore();
    const all = [first, ...Array.from({ length: 5 }, () => secondConnection(first))];
    const results = await Promise.all(all.map((store) => migrate(store)));
    const versions = results.flat().map((m) => m.version);
    expect(versions.sort()).toEqual(readMigrations().map((m) => m.version));
    const [row] = await first.rows<{ n: string }>('SELECT count() AS n FROM schema_migrations');
    expect(row?.n).toBe(String(readMigrations().length));
  });

  it('goes on where a process died half-way', async () => {
    const store = emptyStore();
    const [first, second] = readMigrations();
    const broken = { ...second!, statements: [second!.statements[0]!, 'THIS IS NOT SQL'] };
    await expect(migrate(store, [first!, broken])).rejects.toThrow(/syntax error/i);
    const applied = await migrate(store);
    expect(applied[0]?.version).toBe(2);
    expect(await schemaProblem(store)).toBeUndefined();
  });

  it('refuses a migration that changed after it was applied, and names it', async () => {
    const store = emptyStore();
    const [first, ...rest] = readMigrations();
    await migrate(store);
    await expect(migrate(store, [{ ...first!, checksum: 'other' }, ...rest])).rejects.toThrow(
      /migration 0001_resources changed after it was applied/,
    );
  });

  it('refuses a store that is newer than this version', async () => {
    const store = emptyStore();
    const all = readMigrations();
    await migrate(store, [...all, { version: 9999, name: 'later', checksum: 'x', statements: [] }]);
    await expect(migrate(store)).rejects.toThrow(/9999_later.*newer Nunchi/);
  });

  it('says what is missing', async () => {
    const store = emptyStore();
    expect(await schemaProblem(store)).toBe('the store has no schema yet');
    await migrate(store, readMigrations().slice(0, 2));
    expect(await schemaProblem(store)).toMatch(/waits for migration 0003_/);
  });
});
