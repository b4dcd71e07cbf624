import { beforeEach, describe, expect, it } from 'vitest';
import { type TestPeers, testPeers } from '../breakers/testing.ts';
import { readEnvironment } from '../environment.ts';
import { readAllowance } from './allowance.ts';
import { type Applied, createRemoteControl, type RemoteControl } from './control.ts';

const BREAKER = {
  id: 'a1',
  peer: 'payment',
  addresses: ['127.0.0.1:4412'],
  state: 'open',
  issuedAt: 1,
  forMs: 60_000,
  slowCallMs: 500,
};

let ratio: number;
let test: TestPeers;
let control: RemoteControl;

beforeEach(() => start());

function start(allow?: string): void {
  ratio = 0.25;
  test = testPeers();
  control = createRemoteControl({
    peers: test.peers,
    sampling: {
      ratio: () => ratio,
      setRatio: (value) => {
        ratio = value;
      },
    },
    allowed: readAllowance(readEnvironment({ NUNCHI_REMOTE_ALLOW: allow }, () => {})),
    now: test.now,
  });
}

function apply(configuration: unknown): Applied {
  return control.apply(new TextEncoder().encode(JSON.stringify(configuration)));
}

function states(): string[] {
  return test.peers.statuses().map(({ key, state }) => `${key} ${state}`);
}

describe('applied', () => {
  it('a forced breaker, sampling and settings', () => {
    const settings = { sampling: { ratio: 1 }, breaker: { openMs: 1_000 } };
    expect(apply({ version: 1, breakers: [BREAKER], settings })).toEqual({ status: 'applied' });
    expect(states()).toEqual(['127.0.0.1:4412 open']);
    expect(ratio).toBe(1);
    expect(JSON.parse(control.effective())).toEqual({
      version: 1,
      breakers: [BREAKER],
      settings: {
        sampling: { ratio: 1 },
        breaker: {
          enabled: true,
          failureRate: 0.5,
          minimumRequests: 20,
          windowMs: 10_000,
          openMs: 1_000,
        },
      },
    });
  });

  it('nothing: everything is as it was started', () => {
    apply({ version: 1, breakers: [BREAKER], settings: { sampling: { ratio: 1 } } });
    expect(apply({ version: 1 })).toEqual({ status: 'applied' });
    expect(ratio).toBe(0.25);
    expect(states()).toEqual(['127.0.0.1:4412 half-open']);
    apply({ version: 1, settings: { sampling: { ratio: 1 } } });
    expect(control.apply(null)).toEqual({ status: 'applied' });
    expect(ratio).toBe(0.25);
  });

  it('a forced breaker leaves the effective configuration when its time is up', () => {
    apply({ version: 1, breakers: [BREAKER] });
    test.wait(30_000);
    apply({ version: 1, breakers: [BREAKER] });
    test.wait(30_000);
    expect(states()).toEqual(['127.0.0.1:4412 half-open']);
    expect(JSON.parse(control.effective())).toMatchObject({ breakers: [] });
  });
});

describe('refused, and the old configuration stays', () => {
  const withBreaker = (changed: object): unknown => ({
    version: 1,
    breakers: [{ ...BREAKER, ...changed }],
  });
  const withSettings = (settings: unknown): unknown => ({ version: 1, settings });
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['another version', { version: 2 }, 'version must be 1, the only one that this agent knows.'],
    ['no object', [], 'version must be 1, the only one that this agent knows.'],
    [
      'an unknown key',
      { version: 1, restart: true },
      'The configuration has the unknown key "restart"; known are version, breakers, settings.',
    ],
    ['no list', { version: 1, breakers: {} }, 'breakers must be a list.'],
    [
      'another state',
      withBreaker({ state: 'ajar' }),
      'breakers[0].state must be "open" or "closed".',
    ],
    [
      'no port',
      withBreaker({ addresses: ['a:1', 'payment'] }),
      'breakers[0].addresses[1] must be host:port.',
    ],
    ['no id', withBreaker({ id: '' }), 'breakers[0].id must be a text of 1 to 256 characters.'],
    [
      'a text for a number',
      withBreaker({ forMs: '60000' }),
      'breakers[0].forMs must be a number from 0 to 9007199254740991.',
    ],
    [
      'an unknown key deep inside',
      withSettings({ breaker: { timeout: 1 } }),
      'settings.breaker has the unknown key "timeout"; known are enabled, failureRate, ' +
        'minimumRequests, windowMs, openMs.',
    ],
    [
      'a ratio above 1',
      withSettings({ sampling: { ratio: 2 } }),
      'settings.sampling.ratio must be a number from 0 to 1.',
    ],
    [
      'breakers that open without a failure',
      withSettings({ breaker: { failureRate: 0 } }),
      'settings.breaker.failureRate must be above 0.',
    ],
    [
      'a ratio that is null',
      withSettings({ sampling: { ratio: null } }),
      'settings.sampling.ratio must be a number from 0 to 1.',
    ],
  ];

  it.each(cases)('%s', (_name, configuration, problem) => {
    apply({ version: 1, breakers: [BREAKER], settings: { sampling: { ratio: 0.5 } } });
    const before = control.effective();
    expect(apply(configuration)).toEqual({ status: 'refused', problem });
    expect(control.effective()).toBe(before);
    expect(states()).toEqual(['127.0.0.1:4412 open']);
    expect(ratio).toBe(0.5);
  });

  it('what is not JSON, or not UTF-8', () => {
    expect(control.apply(new TextEncoder().encode('{'))).toMatchObject({ status: 'refused' });
    expect(control.apply(Uint8Array.of(0xff))).toMatchObject({ status: 'refused' });
  });

  it('one good part and one that is not allowed here', () => {
    start('breakers');
    const settings = { sampling: { ratio: 1 } };
    expect(apply({ version: 1, breakers: [BREAKER], settings })).toEqual({
      status: 'refused',
      problem:
        'settings.sampling is not allowed here: NUNCHI_REMOTE_ALLOW of this service does not ' +
        'name sampling.',
    });
    expect(states()).toEqual([]);
    expect(apply({ version: 1, breakers: [BREAKER] })).toEqual({ status: 'applied' });
  });

  it('anything, where nothing is allowed; an empty configuration asks for nothing', () => {
    start('');
    expect(apply({ version: 1, breakers: [BREAKER] })).toMatchObject({ status: 'refused' });
    expect(apply({ version: 1, settings: { breaker: { enabled: false } } })).toMatchObject({
      status: 'refused',
    });
    expect(apply({ version: 1, breakers: [], settings: {} })).toEqual({ status: 'applied' });
  });
});

it('words of the allow-list that mean nothing are told apart', () => {
  const problems: string[] = [];
  const env = readEnvironment({ NUNCHI_REMOTE_ALLOW: ' sampling, restart ' }, (problem) =>
    problems.push(problem),
  );
  expect(readAllowance(env)).toEqual(new Set(['sampling']));
  expect(problems.join()).toMatch(/^NUNCHI_REMOTE_ALLOW .*restart is left out$/);
});
