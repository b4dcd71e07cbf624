import { once } from 'node:events';
import http from 'node:http';
import { createServer } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { type Host, killHosts, startHost } from './agent-host.ts';
import { until } from './stack.ts';

/** How a service under the agent is asked for its health, ends, and bears more than it can. */

/** What starting Node, ending it and a busy machine may take beyond what is promised. */
const SLACK_MS = 1500;
const SETTINGS = {
  NUNCHI_DRAIN_MS: '60000',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  OTEL_LOG_LEVEL: 'warn',
  NUNCHI_OPAMP: 'off',
};

afterAll(killHosts);

const start = (env: Readonly<Record<string, string>> = {}) =>
  startHost('graceful.mjs', { ...SETTINGS, ...env });
const OFF = [{ NUNCHI_CHASSIS: 'off' }, { NUNCHI_GRACEFUL: 'off' }] as const;
const NO_HEALTH = [{ NUNCHI_CHASSIS: 'off' }, { NUNCHI_HEALTH_PORT: 'off' }] as const;

/** Where its health is, which the start-up line says. */
async function healthOf(host: Host): Promise<string> {
  const said = () => /health on (http:\S+)$/m.exec(host.stderr())?.[1];
  await until(() => said() !== undefined);
  return said() as string;
}

interface Got {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

function get(url: string, agent?: http.Agent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, async (response) => {
      let body = '';
      for await (const chunk of response) body += String(chunk);
      resolve({ status: response.statusCode, connection: response.headers.connection, body });
    });
    request.on('error', reject);
  });
}

async function readyz(health: string) {
  const { status: code, body } = await get(`${health}/readyz`);
  const { status, reason } = JSON.parse(body) as { status: string; reason?: string };
  expect(code).toBe(status === 'ready' ? 200 : 503);
  return { status, reason };
}

describe.concurrent('SIGTERM', () => {
  test('a request in flight → not ready, nobody new, it is answered, then dies of it', async () => {
    const host = start();
    const [url, health] = [await host.address(), await healthOf(host)];
    expect(await readyz(health)).toMatchObject({ status: 'ready' });
    const agent = new http.Agent({ keepAlive: true });
    const answer = get(`${url}/held`, agent);
    await until(() => host.stdout().includes('held'));
    host.kill('SIGTERM');
    await until(async () => (await readyz(health)).status === 'not ready');
    expect(await readyz(health)).toMatchObject({ reason: 'running: the process is ending' });
    await expect(get(url)).rejects.toThrow('ECONNREFUSED');
    host.kill('SIGUSR2');
    expect(await answer).toEqual({ status: 200, connection: 'close', body: 'served' });
    expect(await host.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  test('no request in flight, open connections → within 2 s', async () => {
    const host = start();
    await get(await host.address(), new http.Agent({ keepAlive: true }));
    const at = performance.now();
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({ signal: 'SIGTERM' });
    expect(performance.now() - at).toBeLessThan(2000 + SLACK_MS);
  });

  test('a request that does not end → the limit, and says so', async () => {
    const host = start({ NUNCHI_DRAIN_MS: '300' });
    const answer = get(`${await host.address()}/held`).catch((error: Error) => error);
    await until(() => host.stdout().includes('held'));
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({
      signal: 'SIGTERM',
      stderr: expect.stringContaining('requests in flight that did not finish within 300 ms: 1'),
    });
    expect(await answer).toBeInstanceOf(Error);
  });

  test.each<Readonly<Record<string, string>>>(OFF)('%o → waits for nobody', async (off) => {
    const host = start(off);
    const answer = get(`${await host.address()}/held`).catch((error: Error) => error);
    await until(() => host.stdout().includes('held'));
    const at = performance.now();
    host.kill('SIGTERM');
    expect(await host.ended).toMatchObject({ signal: 'SIGTERM' });
    expect(performance.now() - at).toBeLessThan(2000 + SLACK_MS);
    expect(await answer).toBeInstanceOf(Error);
  });

  test('the application has a handler → not ready, and all else is its own matter', async () => {
    const host = start({ OWN_HANDLER: '1' });
    const [url, health] = [await host.address(), await healthOf(host)];
    host.kill('SIGTERM');
    await until(() => host.stdout().includes('my own way'));
    expect(await readyz(health)).toMatchObject({ status: 'not ready' });
    expect(await get(url), 'it still serves').toMatchObject({
      status: 200,
      connection: 'keep-alive',
    });
    host.kill('SIGUSR2');
    expect(await host.ended).toMatchObject({ code: 7, signal: null });
  });
});

describe.concurrent('health', () => {
  test('not ready until it listens, and until its own check says so', async () => {
    const host = start({ LISTEN_LATER: '1' });
    const health = await healthOf(host);
    await until(() => host.stdout().includes('waiting'));
    expect((await get(`${health}/livez`)).status).toBe(200);
    expect((await readyz(health)).reason).toBe(
      'listening: no server listens yet; cache: the check failed',
    );
    host.kill('SIGUSR2');
    const url = await host.address();
    expect((await readyz(health)).reason).toBe('cache: the check failed');
    await get(`${url}/warm`);
    expect(await readyz(health)).toEqual({ status: 'ready', reason: undefined });
    expect((await get(`${health}/metrics`)).status, 'nobody asked for it').toBe(404);
    host.kill('SIGKILL');
  });

  test('metrics of the agent and of prom-client', async () => {
    const host = start({ NUNCHI_METRICS: 'on' });
    await get(await host.address());
    const { body } = await get(`${await healthOf(host)}/metrics`);
    const lines = body.split('\n');
    expect(lines).toContain('shop_served_total 1');
    expect(body).toMatch(/^http_server_request_duration_count\{.*\} 1$/m);
    expect(body).toMatch(/^process_memory_usage\{.*\} \d+$/m);
    host.kill('SIGKILL');
  });

  test('a port that was asked for and is taken → one warning, and the service runs', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const host = start({ NUNCHI_HEALTH_PORT: String(port) });
    const url = await host.address();
    await until(() => host.stderr().includes('instruments'));
    expect(host.stderr().match(/the health port \d+ cannot be used/g)).toHaveLength(1);
    expect(host.stderr()).not.toContain('health on');
    expect((await get(url)).status).toBe(200);
    host.kill('SIGKILL');
    other.close();
  });

  test.each<Readonly<Record<string, string>>>(NO_HEALTH)('%o → none', async (off) => {
    const host = start(off);
    await until(() => host.stderr().includes('instruments'));
    expect(host.stderr()).not.toContain('health');
    host.kill('SIGKILL');
  });
});

test('more requests than it can bear → some are refused at once → fewer come → none', async () => {
  const host = start({ NUNCHI_SHED_DELAY_MS: '100' });
  const [url, health] = [await host.address(), await healthOf(host)];
  const statuses: (number | undefined)[] = [];
  let isHot = true;
  const client = async () => {
    while (isHot) {
      const { status } = await get(`${url}/burn?ms=20`);
      statuses.push(status);
      // As clients do that heed Retry-After, if sooner.
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const clients = Array.from({ length: 40 }, client);
  await until(() => statuses.includes(503));
  await until(async () => (await readyz(health)).reason?.startsWith('load: overloaded') ?? false);
  expect(statuses, 'and some are served').toContain(200);
  isHot = false;
  await Promise.all(clients);
  await until(async () => (await readyz(health)).status === 'ready');
  expect((await get(url)).status).toBe(200);
  host.kill('SIGKILL');
});
