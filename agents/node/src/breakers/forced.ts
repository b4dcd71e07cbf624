// From the breakers that remote configuration names to forced states by address.
import type { Forced } from './breaker.ts';
import { keyOfAddress } from './peers.ts';
import { MAX_FORCED_MS } from './settings.ts';

/** One entry of remote configuration. */
export interface ForcedBreaker {
  /** The action that asked for it. */
  readonly id: string;
  /** Service name of the peer, for people. */
  readonly peer: string;
  /** `host:port`, as clients name it. */
  readonly addresses: readonly string[];
  readonly state: 'open' | 'closed';
  /** Epoch milliseconds of the control loop's clock: only compared with others of its kind. */
  readonly issuedAt: number;
  readonly forMs: number;
  readonly slowCallMs: number;
}

/** When each id was received first. An id keeps its time, so that repeating it prolongs nothing. */
export type Receipts = ReadonlyMap<string, number>;

const MAX_RECEIPTS = 1_000;

/** Keeps ids that are still wanted, and those that could come back within the longest time. */
export function receive(
  receipts: Receipts,
  breakers: readonly ForcedBreaker[],
  now: number,
): Receipts {
  const wanted = new Map(breakers.map(({ id }) => [id, receipts.get(id) ?? now]));
  const recent = [...receipts].filter(([id, at]) => !wanted.has(id) && now - at < MAX_FORCED_MS);
  return new Map([...recent.slice(-MAX_RECEIPTS), ...wanted]);
}

export function endOf(breaker: ForcedBreaker, receipts: Receipts, now: number): number {
  return (receipts.get(breaker.id) ?? now) + Math.min(breaker.forMs, MAX_FORCED_MS);
}

/** Where two entries name the same address, the one issued last holds. */
export function forcedByAddress(
  breakers: readonly ForcedBreaker[],
  receipts: Receipts,
  now: number,
): ReadonlyMap<string, Forced> {
  const forced = new Map<string, Forced>();
  for (const breaker of breakers.toSorted((one, other) => one.issuedAt - other.issuedAt)) {
    const until = endOf(breaker, receipts, now);
    if (now >= until) continue;
    const { id, state, slowCallMs } = breaker;
    const reason = `the control loop asked for it (peer ${breaker.peer}, action ${id})`;
    for (const address of breaker.addresses) {
      forced.set(keyOfAddress(address), { id, state, until, slowCallMs, reason });
    }
  }
  return forced;
}
