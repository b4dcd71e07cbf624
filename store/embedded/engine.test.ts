import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { connectStore, embeddedSettings } from '../client.ts';
import { freePort, startEngineProcess } from '../testing/engine.ts';
import { readCredentials, USER_NAMES } from './credentials.ts';

const directories: string[] = [];

function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nunchi-engine-'));
  directories.push(directory);
  return directory;
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

afterEach(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

describe('embedded ClickHouse', () => {
  it('keeps what was stored over a restart and exits with code 0 on SIGTERM', async () => {
    const dataDir = dataDirectory();
    const port = await freePort();
    const settings = () => ({
      ...embeddedSettings(port, 'writer', readCredentials(dataDir)),
      database: 'default',
    });

    const first = await startEngineProcess(dataDir, port);
    const before = connectStore(settings(), 'test');
    await before.command('CREATE DATABASE nunchi');
    await before.command('CREATE TABLE nunchi.kept (a UInt8) ENGINE = MergeTree ORDER BY a');
    await before.command('INSERT INTO nunchi.kept VALUES (7)');
    await before.close();
    await first.stop();
    expect(await first.exited).toBe(0);

    const second = await startEngineProcess(dataDir, port);
    const after = connectStore(settings(), 'test');
    expect(await after.rows('SELECT a FROM nunchi.kept')).toEqual([{ a: 7 }]);
    await after.close();
    await second.stop();
  });

  it('refuses a data directory in use and names the process that has it', async () => {
    const { dataDir } = inject('store');
    const owner = JSON.parse(readFileSync(join(dataDir, 'clickhouse/lock'), 'utf8')) as {
      pid: number;
    };
    await expect(startEngineProcess(dataDir, await freePort())).rejects.toThrow(
      new RegExp(`in use by nunchi clickhouse \\(pid ${owner.pid},`),
    );
  });

  it('refuses a port in use and leaves nothing behind', async () => {
    const dataDir = dataDirectory();
    const { port } = inject('store');
    await expect(startEngineProcess(dataDir, port)).rejects.toThrow(
      `nunchi clickhouse: port ${port} for ClickHouse is in use; set NUNCHI_CLICKHOUSE_PORT`,
    );
    expect(existsSync(join(dataDir, 'clickhouse/data'))).toBe(false);
  });

  it('refuses a data directory that cannot be written', async () => {
    const file = join(dataDirectory(), 'a-file');
    writeFileSync(file, '');
    await expect(startEngineProcess(file, await freePort())).rejects.toThrow(
      /nunchi clickhouse: data directory .* cannot be written/,
    );
  });

  it('ends when its parent is killed', async () => {
    const parent = fork(join(import.meta.dirname, '../testing/engine-parent.ts'), {
      env: {
        ...process.env,
        NUNCHI_DATA_DIR: dataDirectory(),
        NUNCHI_CLICKHOUSE_PORT: String(await freePort()),
      },
    });
    const [pid] = (await once(parent, 'message')) as [number];
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    while (alive(pid)) await pause(50);
  });

  it('keeps the passwords to its owner', () => {
    const { dataDir } = inject('store');
    for (const file of ['credentials.json', 'users.xml', 'config.xml']) {
      expect(statSync(join(dataDir, 'clickhouse', file)).mode & 0o777).toBe(0o600);
    }
  });

  it('listens to nobody without its key, the user without a password included', async () => {
    const { port } = inject('store');
    for (const [path, headers] of [
      ['/', {}],
      ['/', { 'x-nunchi-key': 'guessed' }],
      ['/?user=default&query=SELECT%201', {}],
      ['/play', {}],
    ] as const) {
      const body = 'SYSTEM STOP LISTEN HTTP';
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers,
        body,
      });
      expect([path, reply.status]).toEqual([path, 404]);
    }
  });

  it.each([
    ['default', '', "SELECT * FROM url('http://127.0.0.1/', CSV, 'a String')"],
    ['default', '', "SELECT * FROM file('/etc/passwd', LineAsString)"],
    ['default', '', 'CREATE TABLE default.t (a UInt8) ENGINE = Memory'],
    [USER_NAMES.reader, 'reader', 'CREATE TABLE nunchi.t (a UInt8) ENGINE = Memory'],
    [USER_NAMES.reader, 'reader', "SELECT * FROM file('/etc/passwd', LineAsString)"],
    [USER_NAMES.reader, 'reader', "SELECT * FROM url('http://127.0.0.1/', CSV, 'a String')"],
    [USER_NAMES.reader, 'reader', "SELECT * FROM remote('127.0.0.1', system.one)"],
    [USER_NAMES.reader, 'reader', 'SET readonly = 0'],
  ])('lets %s not do what it should not: %s%s', async (username, role, sql) => {
    const { dataDir, port } = inject('store');
    const reader = embeddedSettings(port, 'reader', readCredentials(dataDir));
    const password = role === 'reader' ? reader.password : undefined;
    const store = connectStore({ ...reader, username, password, database: 'default' }, 'test');
    await expect(store.command(sql)).rejects.toThrow(
      /ACCESS_DENIED|Not enough privileges|readonly/,
    );
    await store.close();
  });
});
