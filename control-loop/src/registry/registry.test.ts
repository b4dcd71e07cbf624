import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START, TestLoop } from '../testing/loop.ts';
import { InstanceRegistry } from './registry.ts';

let loop: TestLoop;
beforeEach(async () => {
  loop = await TestLoop.start();
});
afterEach(() => loop.close());

const HOUR = 3_600_000;

async function story(): Promise<string[]> {
  const rows = await loop.store.rows<{ type: string }>(
    'SELECT type FROM control_events ORDER BY sequence',
  );
  return rows.map(({ type }) => type.replace(/^(instance|breaker)\./, ''));
}
const message = (uid: number) => ({
  instanceUid: new Uint8Array(16).fill(uid),
  sequence: 1n,
  capabilities: 0,
  flags: 0,
  disconnects: false,
});
const options = {
  wanted: () => ({ body: '{}', hash: '00', empty: true }),
  newInstanceUid: () => new Uint8Array(16),
};

describe('instances', () => {
  it.each([{ valueOf: '1', toString: '1' }, [5], true, 'soon', -5])(
    'a heartbeat of %j → as if it had told none',
    (value) => {
      const registry = new InstanceRegistry(() => START);
      const description = { identifying: {}, other: { 'nunchi.heartbeat.seconds': value } };
      registry.receive({ ...message(1), description }, options);
      expect(registry.instances()).toMatchObject([{ heartbeatSeconds: 30 }]);
    },
  );

  it('healthy → late after one missed heartbeat → down after three → healthy', async () => {
    const agent = loop.agent('a');
    await loop.round();
    agent.silent = true;
    await loop.round(7_000);
    expect(await story()).toEqual(['healthy']);
    await loop.round(1_000);
    await loop.round(9_000);
    expect(await story()).toEqual(['healthy', 'late']);
    await loop.round(1_000);
    agent.silent = false;
    await loop.round();
    expect(await story()).toEqual(['healthy', 'late', 'down', 'healthy']);
  });

  it('healthy → left → healthy', async () => {
    const agent = loop.agent('a');
    await loop.round();
    agent.leaves = true;
    await loop.round();
    agent.leaves = false;
    await loop.round();
    expect(await story()).toEqual(['healthy', 'left', 'healthy']);
  });

  it('healthy → refused its configuration → degraded', async () => {
    loop.agent('a').refuses = true;
    await loop.round();
    await loop.document('service-config', 'checkout', { sampling: { ratio: 1 } });
    for (let round = 0; round < 3; round += 1) await loop.round();
    expect(await story()).toEqual(['healthy', 'degraded']);
  });

  it('loop was down for an hour → nobody counts as down before it had a chance to speak', async () => {
    const agent = loop.agent('a');
    await loop.round();
    agent.silent = true;
    loop.clock += HOUR;
    await loop.restart();
    await loop.round();
    expect(await story()).toEqual(['healthy']);
    await loop.round(16_600);
    expect(await story()).toEqual(['healthy', 'down']);
  });

  it('down for a day → forgotten, and the log says so', async () => {
    loop.agent('a').silent = false;
    await loop.round();
    loop.agent('a').silent = true;
    await loop.round(24 * HOUR);
    await loop.round();
    await loop.round();
    expect(loop.context.agents.instances()).toEqual([]);
    expect(await story()).toEqual(['healthy', 'down', 'left']);
  });

  it('what is known of them survives a restart', async () => {
    loop.agent('a').breaker = 'open';
    await loop.round();
    const [before] = loop.context.agents.instances();
    await loop.restart();
    expect(loop.context.agents.instances()).toEqual([{ ...before, sequence: undefined }]);
  });

  it('more than there is room for → unavailable, those that are known go on', () => {
    const registry = new InstanceRegistry(() => START, [], 2);
    const kinds = [1, 2, 3, 1].map((uid) => registry.receive(message(uid), options).kind);
    expect(kinds).toEqual(['reply', 'reply', 'unavailable', 'reply']);
    expect(registry.instances()).toHaveLength(2);
  });

  it('somebody who left makes room', () => {
    const registry = new InstanceRegistry(() => START, [], 2);
    registry.receive(message(1), options);
    registry.receive(message(2), options);
    registry.receive({ ...message(1), disconnects: true }, options);
    expect(registry.receive(message(3), options).kind).toBe('reply');
    expect(registry.instances().map(({ status }) => status)).toEqual(['healthy', 'healthy']);
  });

  it('many at once → stored in several inserts, none twice', async () => {
    const registry = new InstanceRegistry(() => START);
    for (let uid = 0; uid < 1_100; uid += 1) {
      const instanceUid = new Uint8Array(16);
      instanceUid.set([uid >> 8, uid & 255]);
      registry.receive({ ...message(1), instanceUid }, options);
    }
    const inserts: number[] = [];
    const insertRows = async (_table: string, rows: readonly object[]) => {
      inserts.push(rows.length);
    };
    await registry.write({ insertRows });
    await registry.write({ insertRows }, { force: true });
    expect(inserts).toEqual([500, 500, 100]);
  });

  it('changes are stored at once, heartbeats every few seconds', async () => {
    loop.agent('a');
    await loop.round();
    const seen = async () => {
      const [row] = await loop.store.rows<{ ms: string }>(
        'SELECT toUnixTimestamp64Milli(last_seen) AS ms FROM agents FINAL',
      );
      return Number(row?.ms) - START;
    };
    expect(await seen()).toBe(1_000);
    const rounds: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await loop.round();
      rounds.push(await seen());
    }
    expect(new Set(rounds).size).toBeLessThan(4);
  });
});

describe('breakers', () => {
  it('closed → open → half-open → closed, without an action: no chain', async () => {
    const agent = loop.agent('a');
    for (const state of ['closed', 'open', 'half-open', 'closed'] as const) {
      agent.breaker = state;
      await loop.round();
    }
    expect(await story()).toEqual(['healthy', 'open', 'half-open', 'closed']);
    const [row] = await loop.store.rows<{ chains: string[] }>(
      'SELECT groupUniqArray(chain) AS chains FROM control_events',
    );
    expect(row?.chains).toEqual(['']);
  });

  it('open → half-open → closed between two rounds: each is noted', async () => {
    const agent = loop.agent('a');
    agent.breaker = 'open';
    agent.beat(loop);
    agent.breaker = 'half-open';
    agent.beat(loop);
    agent.breaker = 'closed';
    await loop.round();
    expect(await story()).toEqual(['healthy', 'open', 'half-open', 'closed']);
  });

  it('open → its instance leaves → closed, as nothing holds it any more', async () => {
    const agent = loop.agent('a');
    agent.breaker = 'open';
    await loop.round();
    agent.leaves = true;
    await loop.round();
    expect(await story()).toEqual(['healthy', 'open', 'left', 'closed']);
    expect(await loop.round()).toEqual([]);
  });
});
