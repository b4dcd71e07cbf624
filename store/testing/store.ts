import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectStore, embeddedSettings, type Store, type StoreSettings } from '../client.ts';
import { readCredentials } from '../embedded/credentials.ts';
import { migrate } from '../migrations/migrate.ts';

export { freePort, startEngineProcess } from './engine.ts';

/** Settings for a new database in the test run's ClickHouse; nothing is in it yet. */
export function testStoreSettings(): StoreSettings {
  const { dataDir, port } = inject('store');
  return {
    ...embeddedSettings(port, 'writer', readCredentials(dataDir)),
    database: `test_${randomBytes(6).toString('hex')}`,
  };
}

/** A store of its own, migrated and empty; `close` drops its database. */
export async function createTestStore(): Promise<Store> {
  const store = emptyTestStore();
  await migrate(store);
  return store;
}

/** The same, without a schema. */
export function emptyTestStore(): Store {
  const store = connectStore(testStoreSettings(), 'nunchi-test');
  return {
    ...store,
    close: async () => {
      await store.command('DROP DATABASE IF EXISTS {name:Identifier} SYNC', {
        name: store.settings.database,
      });
      await store.close();
    },
  };
}
