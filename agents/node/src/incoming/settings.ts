import { isPartOn } from '../chassis.ts';
import type { Environment } from '../environment.ts';

export interface IncomingSettings {
  /** Undefined: nothing is shed. */
  readonly shedding: SheddingSettings | undefined;
  /** Undefined: a signal ends the process as it would without the agent. */
  readonly draining: DrainingSettings | undefined;
}

export interface SheddingSettings {
  /** How late the event loop may be, turn after turn, before requests are refused. */
  readonly delayMs: number;
  /** Requests that may wait instead of being refused. */
  readonly queueSize: number;
  readonly queueMs: number;
}

export interface DrainingSettings {
  /** What requests in flight may take to finish once the process is told to end. */
  readonly limitMs: number;
}

/**
 * A service that is merely busy may take some tenths of a second for each turn and answer everybody:
 * ten callers, each with 40 ms of work, make turns of 0.4 s. Three of a second in a row that never
 * wait for anything are a backlog, since Node takes at most one new connection a turn. Garbage collection is a single turn; a container's processor that is throttled (periods
 * of 100 ms) is not so late turn after turn unless there is more to do than it may.
 */
const SHED_DELAY_MS = 1_000;

/** Below what Kubernetes (30 s) and most supervisors (10 s) wait before they kill. */
const DRAIN_MS = 5000;

export function readIncomingSettings(env: Environment): IncomingSettings {
  return {
    shedding: isPartOn('NUNCHI_SHED', env)
      ? {
          delayMs: env.number('NUNCHI_SHED_DELAY_MS', SHED_DELAY_MS, { least: 10, most: 60_000 }),
          queueSize: env.number('NUNCHI_SHED_QUEUE', 0, { least: 0, most: 10_000, whole: true }),
          queueMs: env.number('NUNCHI_SHED_QUEUE_MS', 1000, { least: 1, most: 60_000 }),
        }
      : undefined,
    draining: isPartOn('NUNCHI_GRACEFUL', env)
      ? { limitMs: env.number('NUNCHI_DRAIN_MS', DRAIN_MS, { least: 0, most: 600_000 }) }
      : undefined,
  };
}
