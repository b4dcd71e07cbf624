// What applications want to answer themselves when a peer cannot. `@nunchi/agent/api` writes here and
// the agent reads.
import { shared } from '../shared-state.ts';

/** The call that the peer does not answer. */
export interface FailedCall {
  /** `host:port`. */
  readonly peer: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** `open`: its breaker is open; `full`: too many calls are under way; `timeout`: it took too long. */
  readonly reason: 'open' | 'full' | 'timeout';
}

/** What the application gets as if the peer had sent it. */
export interface FallbackAnswer {
  /** 200 to 599. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export type Fallback = (
  call: FailedCall,
) => FallbackAnswer | undefined | Promise<FallbackAnswer | undefined>;

/** By `host:port` or `host`, in lower case. */
const fallbacks = shared('fallbacks', () => new Map<string, readonly Fallback[]>());

/**
 * Has `answer` asked for an answer whenever a call to `peer` (`host:port`, or `host` for all its
 * ports) is refused or takes too long. If it answers undefined or throws, the call ends with its
 * error. Of several for one peer the last one counts. Returns how to take it back.
 */
export function fallback(peer: string, answer: Fallback): () => void {
  if (typeof peer !== 'string' || peer === '' || typeof answer !== 'function') {
    throw new TypeError('fallback needs a peer, as host:port or host, and a function that answers');
  }
  const key = peer.toLowerCase();
  // One of its own for each call of this function, so that taking back takes back the right one.
  const entry: Fallback = (call) => answer(call);
  fallbacks.set(key, [...(fallbacks.get(key) ?? []), entry]);
  return () => {
    const others = (fallbacks.get(key) ?? []).filter((other) => other !== entry);
    if (others.length === 0) fallbacks.delete(key);
    else fallbacks.set(key, others);
  };
}

/** What is registered for this very port goes before what is registered for the host. */
export function fallbackFor(peer: string, host: string): Fallback | undefined {
  if (fallbacks.size === 0) return undefined;
  return (fallbacks.get(peer) ?? fallbacks.get(host))?.at(-1);
}
