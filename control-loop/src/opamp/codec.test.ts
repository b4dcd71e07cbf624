import { describe, expect, it } from 'vitest';
import {
  DESCRIPTION,
  encodeAgentToServer,
  readServerToAgent,
  text,
  UID,
} from '../testing/agent-message.ts';
import { decodeAgentToServer } from './decode.ts';
import { encodeServerToAgent } from './encode.ts';
import { MalformedMessageError } from './fields.ts';

const FULL = encodeAgentToServer({
  instanceUid: UID,
  sequenceNum: 7n,
  capabilities: 0x1805n,
  agentDescription: DESCRIPTION,
  health: {
    healthy: true,
    status: 'running',
    startTimeUnixNano: 1_760_000_000_000_000_000n,
    componentHealthMap: {
      'breaker/127.0.0.1:4412': { healthy: false, status: 'open', lastError: '6 of 10 failed' },
    },
  },
  effectiveConfig: {
    configMap: { configMap: { nunchi: { body: Buffer.from('{}'), contentType: 'text/json' } } },
  },
  remoteConfigStatus: {
    lastRemoteConfigHash: Buffer.from('abcd', 'hex'),
    status: 3,
    errorMessage: 'unknown key',
  },
  agentDisconnect: {},
  flags: 1n,
  customMessage: { capability: 'other', type: 'x', data: new Uint8Array(9) },
});

it('reads what the official schema writes, and skips what it has no use for', () => {
  expect(decodeAgentToServer(FULL)).toEqual({
    instanceUid: UID,
    sequence: 7n,
    capabilities: 0x1805,
    flags: 1,
    description: {
      identifying: {
        'service.name': 'checkout',
        'service.namespace': 'shop',
        'service.version': '1.2.3',
        'service.instance.id': 'checkout-1',
      },
      other: {
        'deployment.environment.name': 'production',
        'nunchi.heartbeat.seconds': 5,
        'process.pid': 4711,
      },
    },
    health: {
      healthy: true,
      status: 'running',
      lastError: '',
      startTimeUnixNano: '1760000000000000000',
      statusTimeUnixNano: '0',
      componentHealthMap: {
        'breaker/127.0.0.1:4412': {
          healthy: false,
          status: 'open',
          lastError: '6 of 10 failed',
          startTimeUnixNano: '0',
          statusTimeUnixNano: '0',
        },
      },
    },
    effectiveConfig: { nunchi: '{}' },
    remoteConfigStatus: { hash: 'abcd', status: 'failed', error: 'unknown key' },
    disconnects: true,
  });
});

it('leaves parts undefined that a message leaves out', () => {
  const said = decodeAgentToServer(encodeAgentToServer({ instanceUid: UID, sequenceNum: 2n }));
  expect(said).toEqual({
    instanceUid: UID,
    sequence: 2n,
    capabilities: 0,
    flags: 0,
    disconnects: false,
  });
});

it('reads attributes of every type', () => {
  const attribute = (value: object) => ({ identifyingAttributes: [{ key: 'k', value }] });
  const read = (value: object) =>
    decodeAgentToServer(
      encodeAgentToServer({ instanceUid: UID, agentDescription: attribute(value) }),
    ).description?.identifying['k'];
  expect(read({ value: { case: 'boolValue', value: true } })).toBe(true);
  expect(read({ value: { case: 'intValue', value: -5n } })).toBe(-5);
  expect(read({ value: { case: 'intValue', value: 2n ** 60n } })).toBe(String(2n ** 60n));
  expect(read({ value: { case: 'doubleValue', value: Number.NaN } })).toBe('NaN');
  expect(read({ value: { case: 'bytesValue', value: Buffer.from('hi') } })).toBe('aGk=');
  const list = { values: [{ value: { case: 'stringValue', value: 'a' } }, {}] };
  expect(read({ value: { case: 'arrayValue', value: list } })).toEqual(['a', null]);
  const map = { values: [text('__proto__', 'x')] };
  expect(JSON.stringify(read({ value: { case: 'kvlistValue', value: map } }))).toBe(
    '{"__proto__":"x"}',
  );
});

describe('answers are what the official schema reads', () => {
  it('a reply with a configuration', () => {
    const newInstanceUid = UID.toReversed();
    const reply = readServerToAgent(
      encodeServerToAgent({
        kind: 'reply',
        instanceUid: UID,
        reportFullState: true,
        remoteConfig: { body: '{"version":1}', hash: 'abcdef' },
        newInstanceUid,
      }),
    );
    expect(reply.instanceUid).toEqual(UID);
    expect([reply.flags, reply.capabilities]).toEqual([1n, 7n]);
    expect(Buffer.from(reply.remoteConfig?.configHash ?? []).toString('hex')).toBe('abcdef');
    const file = reply.remoteConfig?.config?.configMap['nunchi'];
    expect([file?.contentType, Buffer.from(file?.body ?? []).toString()]).toEqual([
      'application/json',
      '{"version":1}',
    ]);
    expect(reply.agentIdentification?.newInstanceUid).toEqual(newInstanceUid);
  });

  it('an error, and when to try again', () => {
    const message = { instanceUid: UID, message: 'no more are taken', retryAfterMs: 1_500 };
    const { errorResponse } = readServerToAgent(
      encodeServerToAgent({ kind: 'unavailable', ...message }),
    );
    expect(errorResponse?.type).toBe(2);
    expect(errorResponse?.errorMessage).toBe('no more are taken');
    expect(errorResponse?.Details.value?.retryAfterNanoseconds).toBe(1_500_000_000n);
  });
});

describe('bounds', () => {
  const refused = (message: Parameters<typeof encodeAgentToServer>[0]) =>
    expect(() => decodeAgentToServer(encodeAgentToServer({ instanceUid: UID, ...message })));
  const many = Array.from({ length: 300 }, (_, index) => index);

  it('on the number of attributes, components and on sizes', () => {
    refused({
      agentDescription: { identifyingAttributes: many.map((n) => text(`k${n}`, '')) },
    }).toThrow('the number of attributes may be 256 at most');
    refused({
      health: { componentHealthMap: Object.fromEntries(many.map((n) => [`c${n}`, {}])) },
    }).toThrow('the number of components may be 256 at most');
    refused({
      agentDescription: { identifyingAttributes: [text('k', 'x'.repeat(40_000))] },
    }).toThrow("the description's size in bytes may be 32768 at most");
  });

  it('on the depth of attributes, and not on that of components: they are left out', () => {
    let deep: object = { value: { case: 'stringValue', value: 'x' } };
    for (const _ of many) deep = { value: { case: 'arrayValue', value: { values: [deep] } } };
    refused({ agentDescription: { identifyingAttributes: [{ key: 'k', value: deep }] } }).toThrow(
      'attributes may be nested 8 deep at most',
    );
    let health: object = { status: 'deepest' };
    for (const _ of many) health = { componentHealthMap: { inner: health } };
    const said = decodeAgentToServer(encodeAgentToServer({ instanceUid: UID, health }));
    expect(Object.keys(said.health?.componentHealthMap ?? {})).toEqual(['inner']);
  });
});

/** Mulberry32: the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

it('mutated messages are taken or refused as malformed, and nothing else', () => {
  const next = random(1);
  const counts = { taken: 0, refused: 0 };
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(FULL);
    for (let times = 1 + Math.floor(next() * 3); times > 0; times--) {
      bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    }
    const cut = next() < 0.3 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes;
    try {
      decodeAgentToServer(cut);
      counts.taken += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedMessageError);
      counts.refused += 1;
    }
  }
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(1_000);
});
