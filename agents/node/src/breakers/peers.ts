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

interface Peer {
  readonly key: string;
  readonly address: Address;
  breaker: Breaker;
}

/** A call that was let through and whose outcome is awaited; only the first outcome counts. */
export interface Call {
  finish(outcome: Outcome): void;
}

export interface PeersOptions {
  /** Milliseconds since the epoch, never going back. */
  readonly now: () => number;
  readonly observer: PeerObserver;
  readonly maxPeers?: number;
}

export class Peers {
  /** Least recently called first. */
  readonly #peers = new Map<string, Peer>();
  /** Those that time can change, so that a tick need not look at all. */
  readonly #unsettled = new Set<Peer>();
  readonly #now: () => number;
  readonly #observer: PeerObserver;
  readonly #maxPeers: number;
  #settings: BreakerSettings = DEFAULT_SETTINGS;
  #forced: ReadonlyMap<string, Forced> = new Map();

  constructor({ now, observer, maxPeers = 1_000 }: PeersOptions) {
    this.#now = now;
    this.#observer = observer;
    this.#maxPeers = maxPeers;
  }

  /** Lets a call through, or says why not. */
  admit(host: string, port: number): Call | CircuitOpenError {
    const peer = this.#touch(host, port);
    const startedAt = this.#now();
    const { breaker, verdict } = admit(peer.breaker, startedAt, this.#settings);
    this.#set(peer, breaker);
    if (verdict.kind === 'reject') {
      this.#observer.called(peer.address, 'rejected');
      const until = verdict.until === null ? null : new Date(verdict.until);
      return new CircuitOpenError(peer.key, until, verdict.reason);
    }
    let pending = true;
    return {
      finish: (outcome) => {
        if (!pending) return;
        pending = false;
        this.#record(peer, { permit: verdict.permit, outcome, startedAt });
      },
    };
  }

  /** Takes the settings over for every breaker, and forces exactly these addresses. */
  configure(settings: BreakerSettings, forced: ReadonlyMap<string, Forced>): void {
    const now = this.#now();
    this.#settings = settings;
    this.#forced = forced;
    for (const address of forced.keys()) {
      const { host, port } = splitKey(address);
      this.#touch(host, port);
    }
    for (const peer of this.#peers.values()) {
      const told = force(peer.breaker, forced.get(peer.key) ?? null, now);
      this.#set(peer, settle(told, settings));
    }
  }

  /** What time alone changes; to be called a few times a second. */
  tick(): void {
    const now = this.#now();
    for (const peer of this.#unsettled) this.#set(peer, pass(peer.breaker, now, this.#settings));
  }

  statuses(): readonly PeerStatus[] {
    return Array.from(this.#peers.values(), ({ key, address, breaker }) => ({
      ...address,
      key,
      state: breaker.state,
      reason: reasonOf(breaker),
    }));
  }

  #record(
    peer: Peer,
    call: { readonly permit: number; readonly outcome: Outcome; readonly startedAt: number },
  ): void {
    const now = this.#now();
    const { permit, outcome, startedAt } = call;
    const { breaker, judged } = record(
      peer.breaker,
      { permit, outcome, tookMs: now - startedAt },
      now,
      this.#settings,
    );
    this.#observer.called(peer.address, judged);
    this.#set(peer, breaker);
  }

  #set(peer: Peer, breaker: Breaker): void {
    const before = peer.breaker;
    if (breaker === before) return;
    peer.breaker = breaker;
    if (breaker.state === 'closed' && !breaker.forced) this.#unsettled.delete(peer);
    else if (this.#peers.get(peer.key) === peer) this.#unsettled.add(peer);
    const change = transition(before, breaker);
    if (change) this.#observer.changed(peer.address, change);
  }

  #touch(host: string, port: number): Peer {
    const key = keyOf(host, port);
    const known = this.#peers.get(key);
    if (known) {
      this.#peers.delete(key);
      this.#peers.set(key, known);
      return known;
    }
    if (this.#peers.size >= this.#maxPeers) this.#evict();
    const peer: Peer = { key, address: splitKey(key), breaker: NEW_BREAKER };
    this.#peers.set(key, peer);
    const forced = this.#forced.get(key);
    if (forced) this.#set(peer, force(peer.breaker, forced, this.#now()));
    return peer;
  }

  /** The peer called least recently goes; one that is not closed only if there is no other. */
  #evict(): void {
    let victim: Peer | undefined;
    for (const peer of this.#peers.values()) {
      if (!this.#unsettled.has(peer)) {
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

/** `host:port` in lower case; an IPv6 address without brackets, as spans have it. */
export function keyOf(host: string, port: number): string {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return `${bare.toLowerCase()}:${port}`;
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
