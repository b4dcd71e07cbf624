import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createOpAMPClient, RemoteConfigStatuses } from '@elastic/opamp-client-node';
import type { Store } from '@nunchi/store';
import { writeDocument } from '@nunchi/store/control/documents';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildApp, type ControlLoop } from '../app.ts';
import { readConfig } from '../config.ts';
import {
  DESCRIPTION,
  encodeAgentToServer,
  readServerToAgent,
  UID,
  UID_TEXT,
} from '../testing/agent-message.ts';
import { AGENT_CAPABILITIES } from './messages.ts';

let store: Store;
let loop: ControlLoop;
beforeEach(async () => {
  store = await createTestStore();
  const config = readConfig({ CLICKHOUSE_URL: 'http://127.0.0.1:1' });
  loop = await buildApp(config, { store, logger: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await loop.close();
  await store.close();
});

const HELLO = encodeAgentToServer({
  instanceUid: UID,
  sequenceNum: 1n,
  agentDescription: DESCRIPTION,
});

async function post(payload: Buffer, headers: Record<string, string> = {}) {
  const answer = await loop.app.inject({
    method: 'POST',
    url: '/v1/opamp',
    payload,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
  });
  expect(answer.headers['content-type']).toBe('application/x-protobuf');
  const reply = readServerToAgent(answer.rawPayload);
  return { status: answer.statusCode, error: reply.errorResponse?.errorMessage, reply };
}

async function metric(name: string): Promise<string | undefined> {
  const { body } = await loop.app.inject('/metrics');
  return body.split('\n').find((line) => line.startsWith(name));
}

async function eventually<T>(read: () => Promise<T> | T, is: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (is(value)) return value;
    await pause(50);
  }
}

const stored = () =>
  store.rows<{ service: string; status: string; configStatus: string; hash: string }>(
    `SELECT service, status, config_status AS configStatus, reported_hash AS hash FROM agents FINAL`,
  );
const healthy = () => metric('nunchi_control_instances{status="healthy"}');

describe('a stock OpAMP client', () => {
  it('is registered, gets its configuration once, and tells that it has it', async () => {
    const url = await loop.app.listen({ host: '127.0.0.1', port: 15_750 });
    const received: string[] = [];
    const { acceptsRemoteConfig, reportsRemoteConfig } = AGENT_CAPABILITIES;
    const client = createOpAMPClient({
      endpoint: `${url}/v1/opamp`,
      heartbeatIntervalSeconds: 0.2,
      capabilities: BigInt(acceptsRemoteConfig | reportsRemoteConfig),
      onMessage: ({ remoteConfig }) => {
        if (!remoteConfig) return;
        const body = remoteConfig.config?.configMap['nunchi']?.body;
        received.push(Buffer.from(body ?? []).toString());
        client.setRemoteConfigStatus({
          status: RemoteConfigStatuses.RemoteConfigStatuses_APPLIED,
          lastRemoteConfigHash: remoteConfig.configHash,
        } as Parameters<typeof client.setRemoteConfigStatus>[0]);
      },
    });
    client.setAgentDescription({
      identifyingAttributes: { 'service.name': 'stock', 'service.instance.id': 'stock-1' },
      nonIdentifyingAttributes: { 'nunchi.heartbeat.seconds': 5 },
    } as Parameters<typeof client.setAgentDescription>[0]);
    client.start();
    try {
      await eventually(stored, ([row]) => row?.service === 'stock' && row.status === 'healthy');
      expect(received).toEqual([]);

      const settings = { sampling: { ratio: 0.5 } };
      const document = { kind: 'service-config', id: 'stock', version: 1, body: settings } as const;
      const by = { deleted: false, author: 'ada', origin: 'api' } as const;
      await writeDocument(store, { ...document, ...by }, Date.now());
      const [row] = await eventually(stored, ([now]) => now?.configStatus === 'applied');
      expect(received.map((body) => JSON.parse(body))).toEqual([
        { version: 1, breakers: [], settings },
      ]);
      expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
      await eventually(
        () => metric('nunchi_control_configurations_sent_total'),
        (line) => line?.endsWith(' 1') === true,
      );
    } finally {
      await client.shutdown();
    }
  });
});

describe('what is not a message', () => {
  it('another content type or encoding → 415', async () => {
    expect(await post(HELLO, { 'content-type': 'application/json' })).toMatchObject({
      status: 415,
      error: 'content type application/json is not application/x-protobuf',
    });
    expect((await post(HELLO, { 'content-encoding': 'br' })).status).toBe(415);
  });
  it('bytes that are no protobuf, or no gzip → 400', async () => {
    const { status, error } = await post(Buffer.from([0xff, 0xff, 0xff]));
    expect([status, error]).toEqual([
      400,
      expect.stringContaining('the body is not an AgentToServer message'),
    ]);
    expect((await post(HELLO, { 'content-encoding': 'gzip' })).status).toBe(400);
  });
  it('too large, also when it only is so after decompression → 413', async () => {
    expect((await post(Buffer.alloc(1_048_577))).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(await post(bomb, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 413,
      error: 'a message may have 1048576 bytes at most, decompressed',
    });
  });
  it('leaves the list of agents as it was, and is counted', async () => {
    expect((await post(gzipSync(HELLO), { 'content-encoding': 'gzip' })).status).toBe(200);
    await post(Buffer.from('nonsense'));
    const wrong = await post(encodeAgentToServer({ instanceUid: new Uint8Array(4) }));
    expect(wrong).toMatchObject({
      status: 200,
      error: 'instance_uid has 4 bytes and not 16',
    });
    expect(wrong.reply.errorResponse?.type).toBe(1);
    expect(await healthy()).toMatch(/ 1$/);
    const count = (outcome: string) =>
      metric(`nunchi_control_opamp_messages_total{outcome="${outcome}"}`);
    expect(await count('accepted')).toMatch(/ 1$/);
    expect(await count('malformed')).toMatch(/ 1$/);
    expect(await count('bad-request')).toMatch(/ 1$/);
  });
  it('other routes answer as they do', async () => {
    expect((await loop.app.inject('/livez')).json()).toEqual({ status: 'alive' });
  });
});

it('an agent that says goodbye has left, and the log tells', async () => {
  await post(HELLO);
  await eventually(stored, ([row]) => row?.status === 'healthy');
  await post(encodeAgentToServer({ instanceUid: UID, sequenceNum: 2n, agentDisconnect: {} }));
  await eventually(stored, ([row]) => row?.status === 'left');
  const events = await store.rows<{ type: string; subject: string }>(
    'SELECT type, subject FROM control_events ORDER BY sequence',
  );
  expect(events).toEqual([
    { type: 'instance.healthy', subject: UID_TEXT },
    { type: 'instance.left', subject: UID_TEXT },
  ]);
});
