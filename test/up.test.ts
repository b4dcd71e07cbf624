import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readRunFile } from '../deploy/run-file.ts';
import { readCredentials } from '../store/embedded/credentials.ts';
import { startEngineProcess } from '../store/testing/engine.ts';
import { replay } from './replay.ts';
import {
  asServer,
  type Ended,
  launch,
  processesOf,
  removeDirectory,
  type StackOptions,
  startStack,
  stopAll,
  temporaryDirectory,
  until,
} from './stack.ts';
import { countStored, untilDrained } from './stored.ts';
import { createTelemetry } from './telemetry.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  await stopAll();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function directory(): string {
  const path = temporaryDirectory();
  cleanups.push(() => removeDirectory(path));
  return path;
}

/** Runs the launcher, which is expected to give up, and checks that it leaves nothing behind. */
async function failing(options: StackOptions): Promise<Ended> {
  const launched = await launch({ dataDir: directory(), ...options });
  const ended = await launched.ended;
  expect(processesOf(launched.dataDir)).toEqual([]);
  expect(readRunFile(launched.dataDir)).toBeUndefined();
  return ended;
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return { server, port: (server.address() as { port: number }).port };
}

describe('starting and stopping', () => {
  it('is ready, takes data, keeps it over a restart, and stops without leaving a process', async () => {
    const dataDir = directory();
    const telemetry = createTelemetry({ seed: 1, orders: 40, endMs: Date.now() });
    const stack = await startStack({ dataDir });
    expect(stack.stdout()).toContain(`UI         ${stack.queryUrl}`);
    expect(stack.stdout()).toContain(`curl -sS ${stack.collectorUrl}/v1/traces`);
    expect(Object.keys(stack.run().processes)).toEqual([
      'clickhouse',
      'collector',
      'query-api',
      'control-loop',
    ]);
    expect(processesOf(dataDir)).toHaveLength(5);
    const page = await fetch(stack.queryUrl);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    await replay(stack.collectorUrl, telemetry.requests);

    const { code, stdout, stderr } = await stack.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /control-loop +stopped in .*\n.*query-api +stopped in .*\n.*collector +stopped in .*\n.*clickhouse +stopped in/,
    );
    expect(processesOf(dataDir)).toEqual([]);
    expect(readRunFile(dataDir)).toBeUndefined();

    const again = await startStack({ dataDir });
    await untilDrained(again.collectorUrl);
    expect(await countStored(again.store)).toEqual(telemetry.counts);
    await again.stop();
  });

  it('stores what the shown command sends', async () => {
    const stack = await startStack({ dataDir: directory() });
    const command = /^ {2}curl [\s\S]*?\]\}'$/m.exec(stack.stdout())?.[0] ?? 'false';
    execFileSync('sh', ['-c', command]);
    await until(async () => (await countStored(stack.store)).spans === 1);
    const [span] = await stack.store.rows<{ age: number; correlation_id: string }>(
      'SELECT abs(dateDiff(second, start_time, now64())) AS age, correlation_id FROM spans',
    );
    expect(Number(span?.age)).toBeLessThan(60);
    expect(span?.correlation_id).toBe('first-trace');
    await stack.stop();
  });

  it('can be told to stop while it starts', async () => {
    const launched = await launch({ dataDir: directory() });
    await until(() => readRunFile(launched.dataDir)?.processes['clickhouse'] !== undefined);
    launched.kill('SIGTERM');
    expect(await launched.ended).toMatchObject({ code: 0, stderr: '' });
    expect(processesOf(launched.dataDir)).toEqual([]);
  });

  it('leaves no process behind when the launcher is killed, and starts again at once', async () => {
    const dataDir = directory();
    const killed = await startStack({ dataDir });
    await killed.store.close();
    killed.kill('SIGKILL');
    await killed.ended;
    const next = await startStack({ dataDir });
    await until(() => processesOf(dataDir).length === 5); // the last one of before is gone, too
    await next.stop();
    expect(processesOf(dataDir)).toEqual([]);
  });
});

describe('what cannot start says why in one line, and leaves nothing running', () => {
  it.each([
    'NUNCHI_COLLECTOR_PORT',
    'NUNCHI_QUERY_PORT',
    'NUNCHI_CONTROL_PORT',
    'NUNCHI_CLICKHOUSE_PORT',
  ])('%s is in use', async (setting) => {
    const { port } = await listen();
    const { code, stdout, stderr } = await failing({ env: { [setting]: String(port) } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^nunchi .*port ${port} .*is in use.*${setting}.*\n$`));
  });

  it('a data directory that cannot be made', async () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    const { code, stderr } = await failing({ dataDir: join(file, 'data') });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nunchi: data directory .*file\/data cannot be written: ENOTDIR.*\n$/);
  });

  it.skipIf(process.getuid?.() === 0)('a data directory of somebody else', async () => {
    const { code, stderr } = await failing({ dataDir: '/root/nunchi' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nunchi: data directory \/root\/nunchi cannot be written.*\n$/);
  });

  it('a data directory that another stack uses', async () => {
    const stack = await startStack({ dataDir: directory() });
    const launched = await launch({ dataDir: stack.dataDir });
    const { code, stderr } = await launched.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^nunchi: data directory .* is in use by nunchi \\(pid ${stack.pid}, .*\n$`),
    );
    expect(stack.run().pid).toBe(stack.pid);
    expect(processesOf(stack.dataDir)).toHaveLength(5);
    await stack.stop();
  });

  it('a full disk', async ({ skip }) => {
    const dataDir = directory();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dataDir], { stdio: 'pipe' });
    } catch (error) {
      return skip(`a small file system cannot be mounted: ${(error as Error).message}`);
    }
    cleanups.push(() => execFileSync('umount', [dataDir]));
    const { code, stderr } = await failing({ dataDir });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^nunchi: the disk of the data directory .* is full \(\d MB are free\).*\n$/,
    );
  });

  it('CLICKHOUSE_URL where nothing listens', async () => {
    const { server, port } = await listen();
    server.close();
    const { code, stdout, stderr } = await failing({
      env: { CLICKHOUSE_URL: `http://127.0.0.1:${port}` },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^nunchi .*ClickHouse at http://127.0.0.1:${port} cannot be reached.*\n$`),
    );
  });

  it('CLICKHOUSE_URL that refuses the password', async () => {
    const engineDir = directory();
    const { server, port } = await listen();
    server.close();
    const engine = await startEngineProcess(engineDir, port);
    cleanups.push(() => engine.stop());
    const proxy = await asServer(engineDir, port);
    cleanups.push(() => proxy.close());
    const { code, stdout, stderr } = await failing({
      env: {
        CLICKHOUSE_URL: proxy.url,
        CLICKHOUSE_USER: 'nunchi',
        CLICKHOUSE_PASSWORD: 'wrong',
      },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^nunchi .* refuses the user: .*CLICKHOUSE_PASSWORD\n$/);
    expect(stderr).not.toContain('wrong');
  });

  it('CLICKHOUSE_URL that is no URL', async () => {
    const { code, stderr } = await failing({ env: { CLICKHOUSE_URL: 'clickhouse' } });
    expect(code).toBe(1);
    expect(stderr).toBe('nunchi: CLICKHOUSE_URL=clickhouse is not an http:// or https:// URL\n');
  });

  it('NUNCHI_HOST that opens it to the network, unless told --insecure', async () => {
    const env = { NUNCHI_HOST: '0.0.0.0' };
    const { code, stderr } = await failing({ env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nunchi: NUNCHI_HOST=0\.0\.0\.0 .*-- --insecure\n$/);
    const stack = await startStack({ dataDir: directory(), env, args: ['--insecure'] });
    expect((await stack.stop()).code).toBe(0);
  });
});

describe('a ClickHouse server', () => {
  it('is used instead of the embedded one', async () => {
    const engineDir = directory();
    const { server, port } = await listen();
    server.close();
    const engine = await startEngineProcess(engineDir, port);
    cleanups.push(() => engine.stop());
    const proxy = await asServer(engineDir, port);
    cleanups.push(() => proxy.close());
    const dataDir = join(directory(), 'data');
    const stack = await startStack({
      dataDir,
      env: {
        CLICKHOUSE_URL: proxy.url,
        CLICKHOUSE_USER: 'nunchi',
        CLICKHOUSE_PASSWORD: readCredentials(engineDir)?.writer.reveal() ?? '',
        CLICKHOUSE_DATABASE: 'elsewhere',
      },
    });
    expect(Object.keys(stack.run().processes)).toEqual(['collector', 'query-api', 'control-loop']);
    const telemetry = createTelemetry({ seed: 2, orders: 5, endMs: Date.now() });
    await replay(stack.collectorUrl, telemetry.requests);
    await untilDrained(stack.collectorUrl);
    const services = (await (await fetch(`${stack.queryUrl}/api/v1/services`)).json()) as {
      services: { service: string }[];
    };
    expect(services.services.map(({ service }) => service)).toContain('checkout');
    await stack.stop();
  });
});
