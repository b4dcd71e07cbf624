import { describe, expect, it } from 'vitest';
import { localUrl, readLauncherSettings } from './settings.ts';

describe('readLauncherSettings', () => {
  it('binds to loopback on the known ports unless told otherwise', () => {
    const settings = readLauncherSettings({}, []);
    expect(settings).toMatchObject({ host: '127.0.0.1', collectorPort: 4318, queryPort: 4300 });
    expect(settings.dataDir).toMatch(/\/\.nunchi$/);
  });

  it.each(['0.0.0.0', '::', '192.168.0.7', 'example.org', '127.0.0.1.example.org'])(
    'refuses %s without authentication unless told --insecure',
    (host) => {
      expect(() => readLauncherSettings({ NUNCHI_HOST: host }, [])).toThrow('-- --insecure');
      expect(readLauncherSettings({ NUNCHI_HOST: host }, ['--insecure']).host).toBe(host);
    },
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('lets %s be', (host) => {
    expect(readLauncherSettings({ NUNCHI_HOST: host }, []).host).toBe(host);
  });

  it('lists all problems together', () => {
    const env = { NUNCHI_QUERY_PORT: 'x', CLICKHOUSE_URL: 'nowhere' };
    expect(() => readLauncherSettings(env, ['--fast'])).toThrow(
      /NUNCHI_QUERY_PORT.*CLICKHOUSE_URL.*--fast/,
    );
  });
});

describe('localUrl', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:1'],
    ['0.0.0.0', 'http://127.0.0.1:1'],
    ['::', 'http://[::1]:1'],
    ['::1', 'http://[::1]:1'],
    ['nunchi.local', 'http://nunchi.local:1'],
  ])('%s → %s', (host, url) => {
    expect(localUrl(host, 1)).toBe(url);
  });
});
