import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Store } from '@nunchi/store';
import { writeDocument } from '@nunchi/store/control/documents';
import type { EventOf, NewEvent } from '@nunchi/store/control/events';
import { createTestStore } from '@nunchi/store/testing';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import type { LoopContext, Worker } from '../context.ts';
import { DocumentWatch } from '../documents/watch.ts';
import { EventLog } from '../log/log.ts';
import { InstanceRegistry } from '../registry/registry.ts';
import { sendNotifications } from './sender.ts';

let store: Store;
const servers: Server[] = [];
const workers: Worker[] = [];
beforeEach(async () => {
  store = await createTestStore();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await store.close();
});

interface Receiver {
  readonly url: string;
  /** Ids of the notifications that came. */
  readonly ids: string[];
  /** Undefined: no answer at all. */
  status: number | undefined;
  /** Answers those that were not answered. */
  relent(): void;
}

async function receiver(status: number | undefined = 200): Promise<Receiver> {
  const hanging: ServerResponse[] = [];
  const server = createServer((request, reply) => {
    found.ids.push(String(request.headers['x-nunchi-notification']));
    request.resume();
    if (found.status === undefined) hanging.push(reply);
    else reply.writeHead(found.status).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const found: Receiver = {
    url: `http://127.0.0.1:${port}/`,
    ids: [],
    status,
    relent: () => hanging.splice(0).forEach((reply) => reply.writeHead(200).end()),
  };
  return found;
}

async function channel(name: string, url: string): Promise<void> {
  const body = { name, kind: 'webhook', url };
  const document = { kind: 'channel', id: name, version: 1, author: 'ada', origin: 'api' } as const;
  await writeDocument(store, { ...document, deleted: false, body }, Date.now());
}

/** A process with the sender, on what the store holds. */
async function start(allow = '127.0.0.0/8'): Promise<EventLog> {
  const env = { CLICKHOUSE_URL: 'http://127.0.0.1:1', NUNCHI_WEBHOOK_ALLOW: allow };
  const documents = new DocumentWatch(store);
  await documents.refresh();
  const log = await EventLog.open(store, Date.now);
  const context: LoopContext = {
    config: readConfig(env),
    store,
    log,
    documents,
    agents: await InstanceRegistry.load(store, Date.now),
    now: Date.now,
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
  };
  // Waits are at their shortest.
  workers.push(sendNotifications(context, () => 0));
  return log;
}

function notification(id: string, channelName: string): NewEvent {
  const time = Date.now();
  const alarm = {
    fingerprint: id,
    ruleId: 'r',
    ruleName: 'payment is slow',
    severity: 'critical' as const,
    labels: {},
    annotations: {},
    state: 'firing' as const,
    evaluation: 'ok' as const,
    activeSince: time,
    firedAt: time,
    resolvedAt: null,
    clearSince: null,
    value: 1,
    condition: '',
    message: '',
  };
  return {
    type: 'notification.queued',
    time,
    subject: id,
    chain: '',
    service: '',
    summary: '',
    cause: 0,
    body: {
      id,
      channel: channelName,
      fingerprint: id,
      status: 'firing',
      state: 'queued',
      attempts: 0,
      queuedAt: time,
      nextAttemptAt: time,
      deliveredAt: null,
      lastError: null,
      alarm,
    },
  };
}

const stateOf = (log: EventLog, id: string) => log.state.notification.get(id)?.body.state;
const until = (condition: () => void) => vi.waitFor(condition, { timeout: 15_000, interval: 20 });

it('a receiver that comes back is told once', async () => {
  const ops = await receiver(500);
  await channel('ops', ops.url);
  const log = await start();
  await log.decide(() => [notification('a', 'ops')]);
  await until(() => expect(stateOf(log, 'a')).toBe('retrying'));
  expect(log.state.notification.get('a')?.body).toMatchObject({
    attempts: 1,
    lastError: 'it answered 500',
  });
  ops.status = 200;
  await until(() => expect(stateOf(log, 'a')).toBe('delivered'));
  expect(new Set(ops.ids)).toEqual(new Set(['a']));
});

it('one that does not answer holds up nobody else', async () => {
  const [hanging, ops] = await Promise.all([receiver(200), receiver()]);
  hanging.status = undefined;
  await Promise.all([channel('hanging', hanging.url), channel('ops', ops.url)]);
  const log = await start();
  await log.decide(() => [notification('a', 'hanging'), notification('b', 'ops')]);
  await until(() => expect(stateOf(log, 'b')).toBe('delivered'));
  expect(stateOf(log, 'a')).toBe('queued');
});

it('an answer that comes while the process ends counts', async () => {
  const slow = await receiver();
  slow.status = undefined;
  await channel('slow', slow.url);
  const log = await start();
  await log.decide(() => [notification('a', 'slow'), notification('b', 'slow')]);
  await until(() => expect(slow.ids).toEqual(['a']));
  const stopped = Promise.all(workers.splice(0).map((worker) => worker.stop()));
  slow.relent();
  await stopped;
  expect([stateOf(log, 'a'), stateOf(log, 'b')]).toEqual(['delivered', 'queued']);
  expect(slow.ids).toEqual(['a']);
});

it('what waited when the process died is sent by the next one, what was sent is not', async () => {
  const ops = await receiver();
  await channel('ops', ops.url);
  const before = await start();
  await before.decide(() => [notification('a', 'ops')]);
  await until(() => expect(stateOf(before, 'a')).toBe('delivered'));
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await before.decide(() => [notification('b', 'ops')]);

  const after = await start();
  await until(() => expect(stateOf(after, 'b')).toBe('delivered'));
  expect(ops.ids).toEqual(['a', 'b']);
});

it.each([
  [
    'it is inside',
    '10.0.0.0/8',
    'ops',
    /127\.0\.0\.1 is not a public address.*NUNCHI_WEBHOOK_ALLOW/,
  ],
  ['it is gone', '127.0.0.0/8', 'removed', /the channel is no more/],
])('gives up loudly when %s', async (_why, allow, name, reason) => {
  const ops = await receiver();
  await channel('ops', ops.url);
  const log = await start(allow);
  await log.decide(() => [notification('a', name)]);
  await until(() => expect(stateOf(log, 'a')).toBe('abandoned'));
  const event = log.state.notification.get('a');
  expect(event?.summary).toMatch(reason);
  expect(event?.cause).toBe(1);
  expect(ops.ids).toEqual([]);
});

it('one that cannot even be written holds up no other channel', async () => {
  const ops = await receiver();
  await channel('ops', ops.url);
  await channel('poisoned', ops.url);
  const log = await start();
  const poison = notification('a', 'poisoned') as EventOf<'notification'>;
  const alarm = { ...poison.body.alarm, firedAt: Number.MAX_SAFE_INTEGER };
  const ids = Array.from({ length: 10 }, (_, index) => `b${index}`);
  await log.decide(() => [
    { ...poison, body: { ...poison.body, alarm } },
    ...ids.map((id) => notification(id, 'ops')),
  ]);
  await until(() => expect(ops.ids).toEqual(ids));
  expect(stateOf(log, 'a')).toBe('queued');
});

it('a range that is none stops the start', () => {
  const env = { CLICKHOUSE_URL: 'http://127.0.0.1:1', NUNCHI_WEBHOOK_ALLOW: '10.0.0.0/8, home' };
  expect(() => readConfig(env)).toThrow(/NUNCHI_WEBHOOK_ALLOW: home is not a range/);
});
