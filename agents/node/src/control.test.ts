// The whole control side of the agent against an OpAMP server and a peer, all real but the loop.
import { spawn } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import {
  type AgentToServer,
  RemoteConfigStatuses,
} from '@elastic/opamp-client-node/lib/generated/opamp_pb.js';
import { metrics } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, type TestServer } from './breakers/testing.ts';
import type { AgentContext, Running } from './context.ts';
import { startControl } from './control.ts';
import { readEnvironment } from './environment.ts';
import { retryDelay } from './opamp/client.ts';
import { type Answer, startLoop, type TestLoop } from './opamp/testing.ts';

const INSTANCE = '0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';
const { RemoteConfigStatuses_APPLIED, RemoteConfigStatuses_FAILED } = RemoteConfigStatuses;

let loop: TestLoop;
let peer: TestServer;
let running: Running | undefined;
let lines: string[];
let ratio: number;

beforeEach(async () => {
  lines = [];
  ratio = 1;
  loop = await startLoop();
  peer = await listen((_request, response) => void response.end());
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await Promise.all([loop.close(), peer.close()]);
});

async function start(env: NodeJS.ProcessEnv = {}): Promise<void> {
  const say = (message: string): void => void lines.push(message);
  const agent: AgentContext = {
    resource: {
      'service.name': 'checkout',
      'service.namespace': 'shop',
      'service.version': '1.2.3',
      'service.instance.id': INSTANCE,
      'host.name': 'box',
      'process.pid': 42,
      'process.command': 'secret',
      'deployment.environment.name': 'test',
    },
    meter: metrics.getMeter('test'),
    logger: { error: say, warn: say, info: say, debug: () => {} },
    sampling: {
      ratio: () => ratio,
      setRatio: (value) => {
        ratio = value;
      },
    },
    env: readEnvironment(
      { NUNCHI_OPAMP_ENDPOINT: loop.endpoint, NUNCHI_HEARTBEAT_SECONDS: '0.1', ...env },
      say,
    ),
  };
  running = await startControl(agent);
}

/** The first message from `from` on that fits. */
async function message(
  fits: (message: AgentToServer) => unknown,
  from = 0,
): Promise<AgentToServer> {
  return vi.waitFor(
    () => {
      const found = loop.messages.slice(from).find(fits);
      if (!found) throw new Error(`None of ${loop.messages.length} messages fits.`);
      return found;
    },
    { timeout: 10_000, interval: 10 },
  );
}

function configuration(value: unknown, hash: number): Answer {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return {
    remoteConfig: {
      configHash: Uint8Array.of(hash),
      config: { configMap: { nunchi: { body, contentType: 'application/json' } } },
    },
  };
}

function forcedOpen(): unknown {
  const { host, port } = peer;
  const addresses = [`${host}:${port}`];
  const entry = { id: 'a1', peer: 'payment', addresses, state: 'open', slowCallMs: 0 };
  return { version: 1, breakers: [{ ...entry, issuedAt: 1, forMs: 60_000 }] };
}

function effective(of: AgentToServer): unknown {
  const body = of.effectiveConfig?.configMap?.configMap['nunchi']?.body;
  return body && JSON.parse(new TextDecoder().decode(body));
}

function call(): Promise<string> {
  return new Promise((resolve) => {
    http
      .get(peer.url, (response) => void response.resume().on('end', () => resolve('answered')))
      .on('error', ({ name }) => resolve(name));
  });
}

describe('reports', () => {
  it('everything at first: who it is, health, what is in force, what it can', async () => {
    await start();
    const first = await message(() => true);
    const uid = Buffer.from(first.instanceUid).toString('hex');
    expect(uid).toBe(INSTANCE.replaceAll('-', ''));
    // ReportsStatus, AcceptsRemoteConfig, ReportsEffectiveConfig, ReportsHealth,
    // ReportsRemoteConfig, ReportsHeartbeat.
    expect(first.capabilities).toBe(BigInt(1 | 2 | 4 | 0x800 | 0x1000 | 0x2000));
    const said = first.agentDescription?.identifyingAttributes.map(({ key, value }) => [
      key,
      value?.value.value,
    ]);
    expect(said).toEqual([
      ['service.name', 'checkout'],
      ['service.namespace', 'shop'],
      ['service.version', '1.2.3'],
      ['service.instance.id', INSTANCE],
    ]);
    expect(
      first.agentDescription?.nonIdentifyingAttributes.map(({ key, value }) => [
        key,
        value?.value.value,
      ]),
    ).toEqual([
      ['nunchi.heartbeat.seconds', 0.1],
      ['host.name', 'box'],
      ['process.pid', 42n],
      ['deployment.environment.name', 'test'],
    ]);
    expect(first.health).toMatchObject({ healthy: true, status: 'running' });
    expect(effective(first)).toMatchObject({ version: 1, breakers: [] });
  });

  it('only a heartbeat when nothing changed', async () => {
    await start();
    await message(({ sequenceNum }) => sequenceNum === 4n);
    const last = loop.messages.at(-1);
    expect(last).not.toHaveProperty('health');
    expect(last).not.toHaveProperty('effectiveConfig');
    expect(last).not.toHaveProperty('agentDescription');
  });

  it('everything again when the server asks for it', async () => {
    await start();
    await message(({ sequenceNum }) => sequenceNum === 2n);
    const from = loop.messages.length;
    loop.answer = ({ health }) => (health ? {} : { flags: 1n });
    const full = await message(({ agentDescription }) => agentDescription, from);
    expect(full.health?.status).toBe('running');
    expect(effective(full)).toMatchObject({ version: 1 });
  });

  it('a breaker that opens, at once', async () => {
    await start({ NUNCHI_HEARTBEAT_SECONDS: '60' });
    await message(() => true);
    await peer.close();
    for (let count = 0; count < 20; count += 1) await call();
    const news = await message(
      ({ health }) => Object.keys(health?.componentHealthMap ?? {}).length,
    );
    expect(news.health?.componentHealthMap[`breaker/127.0.0.1:${peer.port}`]).toMatchObject({
      healthy: false,
      status: 'open',
      lastError: '20 of 20 calls within 10 s failed',
    });
  });

  it('goodbye', async () => {
    await start();
    await message(() => true);
    await running?.stop();
    const last = loop.messages.at(-1);
    expect(last?.agentDisconnect).toBeDefined();
    expect(last?.sequenceNum).toBe(BigInt(loop.messages.length));
  });
});

describe('configuration', () => {
  it('applied: calls are rejected, and the next message says so', async () => {
    await start();
    expect(await call()).toBe('answered');
    loop.answer = () => configuration(forcedOpen(), 1);
    const { remoteConfigStatus } = await message(
      (told) => told.remoteConfigStatus?.lastRemoteConfigHash.length,
    );
    expect(remoteConfigStatus?.lastRemoteConfigHash[0]).toBe(1);
    expect(remoteConfigStatus).toMatchObject({
      status: RemoteConfigStatuses_APPLIED,
      errorMessage: '',
    });
    expect(await call()).toBe('CircuitOpenError');
    const told = await message(({ health }) =>
      Object.values(health?.componentHealthMap ?? {}).some(({ status }) => status === 'open'),
    );
    expect(effective(told)).toMatchObject({ breakers: [{ id: 'a1' }] });

    loop.answer = () => configuration({ version: 1 }, 2);
    await message(({ remoteConfigStatus: status }) => status?.lastRemoteConfigHash[0] === 2);
    expect(await call()).toBe('answered');
  });

  it('failed: says why, and keeps the old one', async () => {
    await start();
    loop.answer = () => configuration(forcedOpen(), 1);
    await message(({ remoteConfigStatus }) => remoteConfigStatus?.lastRemoteConfigHash[0] === 1);
    loop.answer = () => configuration({ version: 1, restart: true }, 2);
    const refused = await message(
      ({ remoteConfigStatus }) => remoteConfigStatus?.lastRemoteConfigHash[0] === 2,
    );
    expect(refused.remoteConfigStatus).toMatchObject({
      status: RemoteConfigStatuses_FAILED,
      errorMessage: expect.stringContaining('unknown key "restart"'),
    });
    expect(await call()).toBe('CircuitOpenError');
  });

  it('failed: a file that is not ours', async () => {
    await start();
    loop.answer = () => ({
      remoteConfig: { configHash: Uint8Array.of(3), config: { configMap: { other: {} } } },
    });
    const refused = await message(
      ({ remoteConfigStatus }) => remoteConfigStatus?.status === RemoteConfigStatuses_FAILED,
    );
    expect(refused.remoteConfigStatus?.errorMessage).toContain('"other"');
  });
});

describe('a control loop', () => {
  it('that comes back is told everything within seconds, and the outage is two lines', async () => {
    await start();
    await message(() => true);
    const { port } = loop;
    await loop.close();
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 });
    loop = await startLoop(port);
    loop.answer = ({ agentDescription }) => (agentDescription ? {} : { flags: 1n });
    const back = await message(({ agentDescription }) => agentDescription);
    expect(back.health?.status).toBe('running');
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines[0]).toMatch(/^The control loop at \S+ does not answer \(connect ECONNREFUSED/);
    expect(lines[1]).toMatch(/answers again\.$/);
  });

  it('that answers nonsense harms nothing and is tried again', async () => {
    loop.answer = () => Uint8Array.of(0xff, 0xff);
    await start();
    await vi.waitFor(() => expect(lines[0]).toContain('malformed'), { timeout: 5_000 });
    loop.answer = () => ({});
    const full = await message(({ agentDescription }) => agentDescription, 1);
    expect(full.health?.status).toBe('running');
  });

  it('that hangs delays the goodbye by half a second at most', async () => {
    loop.answer = () => undefined;
    await start();
    await message(() => true);
    const began = performance.now();
    await running?.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('that hangs does not keep the host alive', async () => {
    loop.answer = () => undefined;
    const code = `
      import { startControl } from ${JSON.stringify(new URL('control.ts', import.meta.url).href)};
      import { readEnvironment } from ${JSON.stringify(new URL('environment.ts', import.meta.url).href)};
      import { metrics } from '@opentelemetry/api';
      const say = () => {};
      await startControl({ resource: {}, meter: metrics.getMeter('x'), env: readEnvironment(process.env, say),
        logger: { error: say, warn: say, info: say, debug: say },
        sampling: { ratio: () => 1, setRatio: say } });
      setTimeout(() => {}, 300);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, NUNCHI_OPAMP_ENDPOINT: loop.endpoint },
      stdio: 'inherit',
    });
    await message(() => true);
    const asked = performance.now();
    await new Promise((resolve) => child.once('exit', resolve));
    // Its answer is awaited for five seconds.
    expect(performance.now() - asked).toBeLessThan(3_000);
    expect(child.exitCode).toBe(0);
  });

  it('is left alone with NUNCHI_OPAMP=off, and breakers work', async () => {
    await start({ NUNCHI_OPAMP: 'off' });
    await peer.close();
    for (let count = 0; count < 20; count += 1) await call();
    expect(await call()).toBe('CircuitOpenError');
    expect(loop.messages).toEqual([]);
  });
});

it('retries wait 1 s at first, twice as long each time, 30 s at most', () => {
  const waits = [1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelay(failures, 0.5));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(retryDelay(1, 0)).toBe(800);
});

it('settings that mean nothing are named, and defaults are used', async () => {
  await start({ NUNCHI_HEARTBEAT_SECONDS: 'often', NUNCHI_REMOTE_ALLOW: 'restart' });
  expect(lines).toEqual([
    'NUNCHI_REMOTE_ALLOW is "restart", not some of breakers, sampling; restart is left out',
    'NUNCHI_HEARTBEAT_SECONDS is "often", not a number from 0.1 to 3600; 5 is used',
  ]);
});
