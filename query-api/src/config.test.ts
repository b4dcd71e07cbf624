import { SettingsError } from '@nunchi/store/runtime/settings';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it('has defaults for everything but the store', () => {
  const config = readConfig({ CLICKHOUSE_URL: 'http://db:8123', CLICKHOUSE_PASSWORD: 'secret' });
  expect(config).toMatchObject({ host: '127.0.0.1', port: 4300, logLevel: 'info' });
  expect(config.webDir).toMatch(/web.dist$/);
  expect(config.store.url.host).toBe('db:8123');
  expect(JSON.stringify(config)).not.toContain('secret');
});

it('lists everything that is wrong at once', () => {
  const read = () =>
    readConfig({
      NUNCHI_DATA_DIR: join(tmpdir(), 'no-such-directory'),
      NUNCHI_QUERY_PORT: '99999',
      NUNCHI_LOG_LEVEL: 'loud',
    });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/NUNCHI_QUERY_PORT=99999.*NUNCHI_LOG_LEVEL=loud.*no embedded ClickHouse/);
});
