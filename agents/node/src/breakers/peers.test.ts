import { describe, expect, it } from 'vitest';
import type { Forced, Outcome } from './breaker.ts';
import { type ForcedBreaker, forcedByAddress, receive } from './forced.ts';
import { Peers } from './peers.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { callPeer, type TestCall, type TestPeers, testPeers } from './testing.ts';

const MINUTE = 60_000;
const FORCED: Forced = { id: 'a1', state: 'open', until: 2e6, slowCallMs: 0, reason: 'told so' };

function call(test: TestPeers, host: string, outcome: Outcome | null): TestCall {
  return callPeer(test.peers, host, { at: test.now(), outcome }).call;
}

function states(test: TestPeers): string[] {
  return test.peers.statuses().map(({ key, state }) => `${key} ${state}`);
}

describe('peers', () => {
  it('each has a breaker of its own, whatever the case of its name', () => {
    const test = testPeers();
    for (const host of ['one', 'ONE', 'two']) call(test, host, 'failure');
    expect(states(test)).toEqual(['one:80 open', 'two:80 closed']);
  });

  it('too many: the one called least recently is forgotten, and counted', () => {
    const test = testPeers(2);
    for (const host of ['one', 'two', 'one', 'three']) call(test, host, 'success');
    expect(states(test)).toEqual(['one:80 closed', 'three:80 closed']);
    expect(test.changes).toEqual(['evicted']);
  });

  it('too many: open and forced breakers stay as long as there are others', () => {
    const test = testPeers(3);
    test.peers.configure(test.sensitive, new Map([['forced:80', FORCED]]));
    for (const host of ['bad', 'bad', 'good', 'new']) call(test, host, 'failure');
    expect(states(test)).toEqual(['forced:80 open', 'bad:80 open', 'new:80 closed']);
  });

  it('a peer that was never called can be forced open, and says so', () => {
    const test = testPeers();
    test.peers.configure(test.sensitive, new Map([['one:80', FORCED]]));
    expect(test.peers.statuses()).toMatchObject([
      { key: 'one:80', state: 'open', reason: 'told so' },
    ]);
    expect(test.changes).toEqual(['one:80 closed → open']);
  });

  it('open → half-open: without a call, as time passes', () => {
    const test = testPeers();
    call(test, 'one', 'failure');
    call(test, 'one', 'failure');
    test.wait(DEFAULT_SETTINGS.openMs);
    expect(states(test)).toEqual(['one:80 half-open']);
  });

  it('open → half-open: the entry disappeared', () => {
    const test = testPeers();
    test.peers.configure(test.sensitive, new Map([['one:80', FORCED]]));
    test.peers.configure(test.sensitive, new Map());
    expect(states(test)).toEqual(['one:80 half-open']);
  });
});

describe('changes are told to the call that caused them', () => {
  it('closed → open → half-open → closed', () => {
    const test = testPeers();
    expect(call(test, 'one', 'failure').changes).toEqual([]);
    expect(call(test, 'one', 'failure').changes).toEqual([
      'closed → open: 2 of 2 calls within 10 s failed',
    ]);
    test.wait(DEFAULT_SETTINGS.openMs);
    expect(call(test, 'one', 'success').changes).toEqual([
      'open → half-open: 2 of 2 calls within 10 s failed',
    ]);
    expect(call(test, 'one', 'success').changes).toEqual([
      'half-open → closed: 2 probes in a row succeeded',
    ]);
  });

  it('half-open → open: the probe that failed, and one that hangs', () => {
    const test = testPeers();
    call(test, 'one', 'failure');
    call(test, 'one', 'failure');
    test.wait(DEFAULT_SETTINGS.openMs);
    expect(call(test, 'one', 'failure').changes.at(-1)).toBe('half-open → open: a probe failed');
    const forced = { ...FORCED, until: test.now() + 1_000, slowCallMs: 500 };
    test.peers.configure(test.sensitive, new Map([['two:80', forced]]));
    test.wait(1_000);
    const probe = call(test, 'two', null);
    test.wait(501);
    expect(probe.changes.at(-1)).toBe('half-open → open: a probe took longer than 500 ms');
  });
});

it('switched off: calls pass and nothing is known of them', () => {
  const observed: string[] = [];
  const peers = new Peers({
    now: () => 0,
    areBreakersOn: false,
    observer: {
      called: () => observed.push('called'),
      changed: () => observed.push('changed'),
      evicted: () => {},
    },
  });
  peers.configure({ ...DEFAULT_SETTINGS, minimumRequests: 1 }, new Map([['one:80', FORCED]]));
  for (let count = 0; count < 5; count += 1) {
    expect(callPeer(peers, 'one', { at: 0, outcome: 'failure' }).refusal).toBeNull();
  }
  expect(peers.statuses()).toEqual([]);
  expect(observed).toEqual([]);
});

describe('forced states', () => {
  const entry: ForcedBreaker = {
    id: 'a1',
    peer: 'payment',
    addresses: ['Pay:80', '[::1]:80'],
    state: 'open',
    issuedAt: 5,
    forMs: MINUTE,
    slowCallMs: 500,
  };

  it('last from the first receipt, however often they are repeated', () => {
    const first = receive(new Map(), [entry], 1_000);
    const again = receive(first, [entry], 31_000);
    const forced = forcedByAddress([entry], again, 31_000);
    expect([...forced.keys()]).toEqual(['pay:80', '::1:80']);
    expect(forced.get('pay:80')).toEqual({
      id: 'a1',
      state: 'open',
      until: 61_000,
      slowCallMs: 500,
      reason: 'the control loop asked for it (peer payment, action a1)',
    });
    expect(forcedByAddress([entry], again, 61_000).size).toBe(0);
  });

  it('that disappear and come back go on where they were', () => {
    const first = receive(new Map(), [entry], 1_000);
    const gone = receive(first, [], 2_000);
    expect(
      forcedByAddress([entry], receive(gone, [entry], 3_000), 3_000).get('pay:80')?.until,
    ).toBe(61_000);
  });

  it('last an hour at most', () => {
    const long = { ...entry, forMs: 100 * 60 * MINUTE };
    const receipts = receive(new Map(), [long], 0);
    expect(forcedByAddress([long], receipts, 0).get('pay:80')?.until).toBe(60 * MINUTE);
  });

  it('for one address: the one issued last holds', () => {
    const later = { ...entry, id: 'a2', issuedAt: 6 };
    const receipts = receive(new Map(), [later, entry], 0);
    expect(forcedByAddress([later, entry], receipts, 0).get('pay:80')?.id).toBe('a2');
  });
});
