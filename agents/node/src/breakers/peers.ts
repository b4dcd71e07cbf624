// One breaker for each peer, for a bounded number of peers.
import {
  admit,
  type Breaker,
  type BreakerStateName,
  force,
  type Forced,
  type Judged,
  NEW_BREAKER,
  type Outcome,
  pass,
  reasonOf,
  record,
  settle,
  type Transition,
  transition,
} from './breaker.ts';
import { CircuitOpenError } from './circuit-open-error.ts';
import { type BreakerSettings, DEFAULT_SETTINGS } from './settings.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Told about everything that is counted. Called while a request is made: must be quick. */
export interface PeerObserver {
  called(peer: Address, outcome: Judged | 'rejected'): void;
  changed(peer: Address, transition: Transition): void;
  evicted(): void;
}

export interface PeerStatus extends Address {
  /** `host:port`. */
  readonly key: string;
  readonly state: BreakerStateName;
  readonly reason: string;
}

/** A call that asks the breaker of its peer, and later tells it what became of it. */
export interface Caller {
  /** Where the answer to `ask` goes; outcomes with an old one change nothing. */
  permit: number;
  startedAt: number;
  /** Told of a change of the breaker that this call caused, while it is under way. */
  breakerChanged(peer: Peer, transition: Transition): void;
}

export interface Peer {
  /** `host:port`. */
  readonly key: string;
  readonly address: Address;
  breaker: Breaker;
  /** Of a half-open breaker: the call that probes. */
  probe: Caller | null;
  /** Time has made the breaker half-open; the probe that follows tells of it. */
  halfOpened: Transition | null;
  /** Calls that were admitted and have no outcome yet. */
  inFlight: number;
  /** Calls that wait for another one's end, first come first served; null until there is one. */
  waiting: Set<Caller> | null;
  /** Outcomes so far: whoever waits can see that it goes on. */
  outcomes: number;
}

export interface PeersOptions {
  /** Milliseconds since the epoch, never going back. */
  readonly now: () => number;
  readonly observer: PeerObserver;
  readonly maxPeers?: number;
  /** False: every call is let through, and nothing is counted. */
  readonly areBreakersOn?: boolean;
}

export class Peers {
  /** Least recently called first. */
  readonly #peers = new Map<string, Peer>();
  /** Those that time can change, so that a tick need not look at all. */
  readonly #unsettled = new Set<Peer>();
  readonly #now: () => number;
  readonly #observer: PeerObserver;
  readonly #maxPeers: number;
  readonly #areBreakersOn: boolean;
  #settings: BreakerSettings = DEFAULT_SETTINGS;
  #forced: ReadonlyMap<string, Forced> = new Map();

  constructor({ now, observer, maxPeers = 1_000, areBreakersOn = true }: PeersOptions) {
    this.#now = now;
    this.#observer = observer;
    this.#maxPeers = maxPeers;
    this.#areBreakersOn = areBreakersOn;
  }

  /** May this call go out to the peer at `call.startedAt`? If not, the reason. */
  ask(peer: Peer, call: Caller): CircuitOpenError | null {
    if (!this.#areBreakersOn) return null;
    const { breaker, verdict } = admit(peer.breaker, call.startedAt, this.#settings);
    this.#set(peer, breaker, call);
    if (verdict.kind === 'reject') {
      this.#observer.called(peer.address, 'rejected');
      const until = verdict.until === null ? null : new Date(verdict.until);
      return new CircuitOpenError(peer.key, until, verdict.reason);
    }
    call.permit = verdict.permit;
    if (breaker.state === 'half-open') this.#probes(peer, call);
    return null;
  }

  /** Would refuse every call now. */
  isOpen({ breaker }: Peer): boolean {
    return breaker.state === 'open' && pass(breaker, this.#now(), this.#settings) === breaker;
  }

  /** What became of a call that was let through; to be called once for each. */
  tell(peer: Peer, call: Caller, outcome: Outcome): void {
    peer.outcomes += 1;
    if (!this.#areBreakersOn) return;
    const now = this.#now();
    const tookMs = now - call.startedAt;
    const { permit } = call;
    const { breaker, judged } = record(
      peer.breaker,
      { permit, outcome, tookMs },
      now,
      this.#settings,
    );
    this.#observer.called(peer.address, judged);
    this.#set(peer, breaker, call);
  }

  /** Takes the settings over for every breaker, and forces exactly these addresses. */
  configure(settings: BreakerSettings, forced: ReadonlyMap<string, Forced>): void {
    if (!this.#areBreakersOn) return;
    const now = this.#now();
    this.#settings = settings;
    this.#forced = forced;
    for (const address of forced.keys()) {
      const { host, port } = splitKey(address);
      this.find(host, port);
    }
    for (const peer of this.#peers.values()) {
      const told = force(peer.breaker, forced.get(peer.key) ?? null, now);
      this.#set(peer, settle(told, settings), null);
    }
  }

  /** What time alone changes; to be called a few times a second. */
  tick(): void {
    const now = this.#now();
    for (const peer of this.#unsettled) {
      this.#set(peer, pass(peer.breaker, now, this.#settings), peer.probe);
    }
  }

  statuses(): readonly PeerStatus[] {
    if (!this.#areBreakersOn) return [];
    return Array.from(this.#peers.values(), ({ key, address, breaker }) => ({
      ...address,
      key,
      state: breaker.state,
      reason: reasonOf(breaker),
    }));
  }

  /** Every peer that is known. */
  all(): Iterable<Peer> {
    return this.#peers.values();
  }

  /** The peer of this address, which from now on is the one called last. */
  find(host: string, port: number): Peer {
    const key = keyOf(host, port);
    const known = this.#peers.get(key);
    if (known) {
      this.#peers.delete(key);
      this.#peers.set(key, known);
      return known;
    }
    if (this.#peers.size >= this.#maxPeers) this.#evict();
    const peer = newPeer(key);
    this.#peers.set(key, peer);
    const forced = this.#forced.get(key);
    if (forced) this.#set(peer, force(peer.breaker, forced, this.#now()), null);
    return peer;
  }

  #probes(peer: Peer, call: Caller): void {
    peer.probe = call;
    const { halfOpened } = peer;
    peer.halfOpened = null;
    if (halfOpened) call.breakerChanged(peer, halfOpened);
  }

  /** `cause`: the call that has changed it; null where no call has. */
  #set(peer: Peer, breaker: Breaker, cause: Caller | null): void {
    const before = peer.breaker;
    if (breaker === before) return;
    peer.breaker = breaker;
    if (breaker.state === 'closed' && !breaker.forced) this.#unsettled.delete(peer);
    else if (this.#peers.get(peer.key) === peer) this.#unsettled.add(peer);
    const change = transition(before, breaker);
    if (!change) return;
    peer.probe = null;
    peer.halfOpened = change.to === 'half-open' ? change : null;
    this.#observer.changed(peer.address, change);
    // Half-open is what time has made of it, not the call that came next; the probe tells of it.
    if (!peer.halfOpened) cause?.breakerChanged(peer, change);
  }

  /** The peer called least recently goes; one that is not closed, or busy, only if there is no other. */
  #evict(): void {
    let victim: Peer | undefined;
    for (const peer of this.#peers.values()) {
      if (!this.#unsettled.has(peer) && peer.inFlight === 0) {
        victim = peer;
        break;
      }
      if (!victim && !peer.breaker.forced) victim = peer;
    }
    if (!victim) return;
    this.#peers.delete(victim.key);
    this.#unsettled.delete(victim);
    this.#observer.evicted();
  }
}

function newPeer(key: string): Peer {
  return {
    key,
    address: splitKey(key),
    breaker: NEW_BREAKER,
    probe: null,
    halfOpened: null,
    inFlight: 0,
    waiting: null,
    outcomes: 0,
  };
}

/** `host:port` in lower case; an IPv6 address without brackets, as spans have it. */
export function keyOf(host: string, port: number): string {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return `${bare.toLowerCase()}:${port}`;
}

/** Where requests to a URL go; an IPv6 address without brackets. */
export function addressOf({ hostname, port, protocol }: URL): Address {
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

/** The key of an address that is written as `host:port`. */
export function keyOfAddress(address: string): string {
  const { host, port } = splitKey(address);
  return keyOf(host, port);
}

function splitKey(key: string): Address {
  const colon = key.lastIndexOf(':');
  return { host: key.slice(0, colon), port: Number(key.slice(colon + 1)) };
}
