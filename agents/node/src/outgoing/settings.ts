// Limits of outgoing calls: how long one may wait for its answer, and how many go to a peer at once.
import { isChassisOn, isPartOn } from '../chassis.ts';
import type { Environment } from '../environment.ts';

export interface OutgoingSettings {
  readonly breakers: boolean;
  /** How long a call waits for its answer's headers; null: as long as it takes. */
  readonly timeoutMs: number | null;
  /** `host:port` or `host`, in lower case: peers whose answers may take as long as they take. */
  readonly unlimitedPeers: ReadonlySet<string>;
  /** Calls to one peer at once; `Infinity`: any number. */
  readonly places: number;
  /** Calls to one peer that may wait for a place. */
  readonly queue: number;
}

/** Beyond what answers late by design, such as a long poll of 20 s, and below what nobody waits for. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A peer that answers within 100 ms gets 2,560 calls a second through this, more than one process
 * of Node makes; and four peers that hang do not use up the usual 1,024 file descriptors.
 */
const DEFAULT_PLACES = 256;

/**
 * Not 0, because `Promise.all` over thousands of ids is a usual way to call, and must not fail under
 * the agent only. A peer that hangs is nothing to wait for: its breaker opens at the first answers
 * or timeouts that are missing, and then all that wait are refused.
 */
const DEFAULT_QUEUE = 10_000;

const LONGEST_TIMEOUT_MS = 3_600_000;
const MOST_CALLS = 1_000_000;

export function readOutgoingSettings(env: Environment): OutgoingSettings {
  const timeoutMs = limit(env, 'NUNCHI_TIMEOUT_MS', DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS);
  const places = limit(env, 'NUNCHI_BULKHEAD', DEFAULT_PLACES, MOST_CALLS);
  return {
    breakers: isPartOn('NUNCHI_BREAKERS', env),
    timeoutMs: timeoutMs || null,
    unlimitedPeers: new Set(env.list('NUNCHI_TIMEOUT_EXCEPT').map((peer) => peer.toLowerCase())),
    places: places || Infinity,
    queue: env.number('NUNCHI_BULKHEAD_QUEUE', DEFAULT_QUEUE, {
      least: 0,
      most: MOST_CALLS,
      whole: true,
    }),
  };
}

/** False: nothing of it is wanted, and calls need not be looked at. */
export function isAnyOn({ breakers, timeoutMs, places }: OutgoingSettings): boolean {
  return breakers || timeoutMs !== null || places !== Infinity;
}

/** 0: there is none, because it was switched off by itself or with the whole chassis. */
function limit(env: Environment, name: string, fallback: number, most: number): number {
  if (!isChassisOn(env)) return 0;
  if (env.variables[name]?.trim().toLowerCase() === 'off') return 0;
  return env.number(name, fallback, { least: 0, most, whole: true });
}
