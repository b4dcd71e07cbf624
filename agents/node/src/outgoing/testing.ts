// A guard whose clock only the test moves, with the limits that the test sets.
import { type TestPeers, testPeers } from '../breakers/testing.ts';
import type { Gate } from './call.ts';
import { Guard } from './guard.ts';
import { DEFAULT_TIMEOUT_MS, type OutgoingSettings } from './settings.ts';

export { listen, type TestServer } from '../breakers/testing.ts';

export interface TestOutgoing extends TestPeers {
  readonly guard: Guard;
  readonly faults: unknown[];
  /** What was counted, in order: `timeout`, `full`, `fallback <reason>`. */
  readonly counted: string[];
  readonly failedFallbacks: string[];
}

export function testOutgoing(settings: Partial<OutgoingSettings> = {}): TestOutgoing {
  const test = testPeers();
  const faults: unknown[] = [];
  const counted: string[] = [];
  const failedFallbacks: string[] = [];
  const guard = new Guard({
    peers: test.peers,
    settings: {
      breakers: true,
      timeoutMs: DEFAULT_TIMEOUT_MS,
      unlimitedPeers: new Set(),
      places: Infinity,
      queue: 0,
      ...settings,
    },
    observer: {
      timedOut: () => counted.push('timeout'),
      full: () => counted.push('full'),
      fellBack: (_peer, reason) => counted.push(`fallback ${reason}`),
    },
    now: test.now,
    onFault: (error) => faults.push(error),
    onFailedFallback: (peer, problem) => failedFallbacks.push(`${peer}: ${String(problem)}`),
  });
  return { ...test, guard, faults, counted, failedFallbacks };
}

/** For patches that stay: each call asks the guard of the test that runs. */
export function delegating(guard: () => Guard): Gate {
  return {
    limitsTime: true,
    watches: () => guard().watches(),
    admit: (call, host, port) => guard().admit(call, host, port),
    sent: (call) => guard().sent(call),
    finish: (call, outcome) => guard().finish(call, outcome),
    leave: (call) => guard().leave(call),
  };
}
