import { describe, expect, it } from 'vitest';
import { DESCRIPTION, encodeAgentToServer, UID } from '../testing/agent-message.ts';
import { type Instance } from '../registry/instance.ts';
import { decodeAgentToServer } from './decode.ts';
import { type SessionStep, stepSession, type WantedConfig } from './session.ts';

const NOW = 1_760_000_000_000;
const ACCEPTS = 0x2n;
const REPORTS = 0x1000n;
const HEALTH = 0x800n;
const NOTHING: WantedConfig = { body: '{}', hash: '00', empty: true };
const OPEN: WantedConfig = { body: '{"version":1}', hash: 'aa', empty: false };
const NEW_UID = UID.toReversed();

type Message = Parameters<typeof encodeAgentToServer>[0];

function say(before: Instance | undefined, message: Message, wanted = NOTHING): SessionStep {
  const said = decodeAgentToServer(encodeAgentToServer({ instanceUid: UID, ...message }));
  return stepSession(before, said, {
    now: NOW,
    wanted: () => wanted,
    newInstanceUid: () => NEW_UID,
  });
}
function hello(capabilities = ACCEPTS, wanted = NOTHING): SessionStep {
  return say(undefined, { sequenceNum: 1n, capabilities, agentDescription: DESCRIPTION }, wanted);
}
const config = (hash: string, status: 1 | 2 | 3 = 1) => ({
  remoteConfigStatus: { lastRemoteConfigHash: Buffer.from(hash, 'hex'), status },
});
const asksForAll = ({ reply }: SessionStep) => reply.kind === 'reply' && reply.reportFullState;
const sends = ({ reply }: SessionStep) =>
  reply.kind === 'reply' ? reply.remoteConfig?.hash : undefined;

describe('who it is', () => {
  it('unknown → described', () => {
    const { instance } = hello();
    expect(instance).toMatchObject({
      service: 'checkout',
      namespace: 'shop',
      environment: 'production',
      version: '1.2.3',
      instance: 'checkout-1',
      heartbeatSeconds: 5,
      firstSeen: NOW,
      lastSeen: NOW,
      left: false,
    });
  });

  it('unchanged parts stay as they were', () => {
    const { instance } = say(hello().instance, { sequenceNum: 2n });
    expect(instance).toMatchObject({ service: 'checkout', capabilities: 2 });
    expect(say(instance, { sequenceNum: 3n }).changed).toBe(false);
  });

  it('goodbye → left → back again', () => {
    const gone = say(hello().instance, { sequenceNum: 2n, agentDisconnect: {} });
    expect(gone.instance?.left).toBe(true);
    expect(say(gone.instance, { sequenceNum: 3n }).instance?.left).toBe(false);
  });

  it('goodbye of somebody unknown → still unknown', () => {
    expect(say(undefined, { sequenceNum: 9n, agentDisconnect: {} }).instance).toBeUndefined();
  });

  it('wants another uid → gets one, and is not registered under the old one', () => {
    const { instance, reply } = say(undefined, { flags: 1n, agentDescription: DESCRIPTION });
    expect(instance).toBeUndefined();
    expect(reply).toMatchObject({ kind: 'reply', newInstanceUid: NEW_UID });
  });

  it('an uid that is not 16 bytes long → bad request, nobody changed', () => {
    const { instance } = hello();
    const step = say(instance, { instanceUid: new Uint8Array(3), agentDisconnect: {} });
    expect(step.instance).toBe(instance);
    expect(step.reply).toMatchObject({
      kind: 'bad-request',
      message: 'instance_uid has 3 bytes and not 16',
    });
  });
});

describe('asking for everything', () => {
  it('unknown with everything → not asked', () => {
    expect(asksForAll(hello())).toBe(false);
  });
  it('unknown with parts missing → asked', () => {
    expect(asksForAll(say(undefined, { sequenceNum: 5n }))).toBe(true);
    expect(asksForAll(hello(HEALTH))).toBe(true);
  });
  it('next in sequence → not asked', () => {
    expect(asksForAll(say(hello().instance, { sequenceNum: 2n }))).toBe(false);
  });
  it('gap → asked, until it has told', () => {
    const gap = say(hello().instance, { sequenceNum: 4n });
    expect(asksForAll(gap)).toBe(true);
    const told = say(gap.instance, { sequenceNum: 5n, agentDescription: DESCRIPTION });
    expect(asksForAll(told)).toBe(false);
  });
  it('loop restarted, sequence not known → asked', () => {
    const loaded = { ...(hello().instance as Instance), sequence: undefined };
    expect(asksForAll(say(loaded, { sequenceNum: 2n }))).toBe(true);
  });
});

describe('configuration', () => {
  const known = () => hello(ACCEPTS | REPORTS).instance;

  it('nothing wanted → nothing sent', () => {
    expect(sends(say(known(), { sequenceNum: 2n }))).toBeUndefined();
  });
  it('wanted → sent again and again until it is reported', () => {
    const first = say(known(), { sequenceNum: 2n }, OPEN);
    const second = say(first.instance, { sequenceNum: 3n }, OPEN);
    const applied = say(second.instance, { sequenceNum: 4n, ...config('aa') }, OPEN);
    expect([first, second, applied].map(sends)).toEqual(['aa', 'aa', undefined]);
    expect(applied.instance).toMatchObject({ reportedHash: 'aa', configStatus: 'applied' });
  });
  it('refused → not sent again; another one wanted → sent', () => {
    const first = say(known(), { sequenceNum: 2n }, OPEN);
    const refused = say(first.instance, { sequenceNum: 3n, ...config('aa', 3) }, OPEN);
    const other = say(refused.instance, { sequenceNum: 4n }, { ...OPEN, hash: 'bb' });
    expect([first, refused, other].map(sends)).toEqual(['aa', undefined, 'bb']);
    expect(refused.instance?.configStatus).toBe('failed');
  });
  it('no longer wanted → the empty one is sent to who had another', () => {
    const applied = say(known(), { sequenceNum: 2n, ...config('aa') }, OPEN);
    expect(sends(say(applied.instance, { sequenceNum: 3n }, NOTHING))).toBe('00');
  });
  it('an agent that does not report gets it once', () => {
    const first = say(hello(ACCEPTS).instance, { sequenceNum: 2n }, OPEN);
    const second = say(first.instance, { sequenceNum: 3n }, OPEN);
    expect([first, second].map(sends)).toEqual(['aa', undefined]);
  });
  it('an agent that does not accept it gets none', () => {
    expect(sends(say(hello(REPORTS).instance, { sequenceNum: 2n }, OPEN))).toBeUndefined();
  });
  it('nothing is sent to who leaves', () => {
    const gone = say(known(), { sequenceNum: 2n, agentDisconnect: {} }, OPEN);
    expect(sends(gone)).toBeUndefined();
  });
});

describe('breakers', () => {
  const breaker = (status: string) => ({
    health: {
      healthy: true,
      componentHealthMap: { 'breaker/a:1': { healthy: status === 'closed', status } },
    },
  });
  const states = ({ events }: SessionStep) => events.map(({ state }) => state);

  it('closed at first sight → no event; open → half-open → closed → events', () => {
    const closed = say(hello().instance, { sequenceNum: 2n, ...breaker('closed') });
    const open = say(closed.instance, { sequenceNum: 3n, ...breaker('open') });
    const again = say(open.instance, { sequenceNum: 4n, ...breaker('open') });
    const half = say(again.instance, { sequenceNum: 5n, ...breaker('half-open') });
    const back = say(half.instance, { sequenceNum: 6n, ...breaker('closed') });
    expect([closed, open, again, half, back].map(states)).toEqual([
      [],
      ['open'],
      [],
      ['half-open'],
      ['closed'],
    ]);
  });
});
