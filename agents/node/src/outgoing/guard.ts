// Between the host's outgoing calls and what limits them: breaker, bulkhead, time limit. Whatever goes
// wrong here, the call goes out.
//
//                 breaker open, bulkhead and queue full
//      new ───────────────────────────────────────────────► refused ──► fallback, or else error
//       │ │ no place                       waited too long     ▲              ▲
//       │ └─────────────► waiting ─────────────────────────────┘              │
//       ▼                    │ a place is free                                │
//      out ◄─────────────────┘                                                │
//       ├───► over: answer's headers, an error, or given up by the caller     │
//       └───► time is up ─────────────────────────────────────────────────────┘
import { context } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { Outcome } from '../breakers/breaker.ts';
import { CircuitOpenError } from '../breakers/circuit-open-error.ts';
import type { Peer, Peers } from '../breakers/peers.ts';
import type { Gate, OutgoingCall } from './call.ts';
import { Deadlines } from './deadlines.ts';
import { BulkheadFullError, type CallError, CallTimeoutError, type Refusal } from './errors.ts';
import { noteError } from './events.ts';
import { type FallbackReport, fallBackOr } from './fall-back.ts';
import type { OutgoingObserver } from './metrics.ts';
import { DEFAULT_TIMEOUT_MS, type OutgoingSettings } from './settings.ts';

/** A request that took longer to leave than this has its time from then on. */
const SLOW_SENDING_MS = 50;

export interface GuardOptions {
  readonly peers: Peers;
  readonly settings: OutgoingSettings;
  readonly observer: OutgoingObserver;
  /** Milliseconds since the epoch, never going back. */
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
  /** Told when the application's own fallback fails. */
  readonly onFailedFallback: FallbackReport['onFailed'];
}

export class Guard implements Gate {
  readonly limitsTime: boolean;
  readonly #peers: Peers;
  readonly #settings: OutgoingSettings;
  readonly #observer: OutgoingObserver;
  readonly #now: () => number;
  readonly #onFault: (error: unknown) => void;
  readonly #onFailedFallback: FallbackReport['onFailed'];
  /** Of calls that are out, and of those that wait for a place: they wait as long, at most. */
  readonly #deadlines: Deadlines<OutgoingCall>;

  constructor(options: GuardOptions) {
    this.#peers = options.peers;
    this.#settings = options.settings;
    this.#observer = options.observer;
    this.#now = options.now;
    this.#onFault = options.onFault;
    this.#onFailedFallback = options.onFailedFallback;
    this.limitsTime = options.settings.timeoutMs !== null;
    const ms = options.settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#deadlines = new Deadlines(ms, options.now, (call) => this.#carefully(call, this.#isDue));
  }

  watches(): boolean {
    return !isTracingSuppressed(context.active());
  }

  admit(call: OutgoingCall, host: string, port: number): boolean {
    try {
      const peer = this.#peers.find(host, port);
      call.peer = peer;
      call.startedAt = this.#now();
      if (peer.inFlight < this.#settings.places) return this.#enter(call, peer);
      this.#waitOrRefuse(call, peer);
      return false;
    } catch (error) {
      this.#onFault(error);
      if (call.phase === 'waiting') return false;
      if (call.phase === 'new') call.phase = 'over';
      return !call.isSettled();
    }
  }

  sent(call: OutgoingCall): void {
    // Only those in the list of deadlines have a neighbour.
    if (!call.later) return;
    const now = this.#now();
    if (now - call.startedAt > SLOW_SENDING_MS) this.#deadlines.start(call, now);
  }

  finish(call: OutgoingCall, outcome: Outcome): void {
    const { peer } = call;
    if (call.phase !== 'out' || !peer) return;
    call.phase = 'over';
    try {
      this.#deadlines.end(call);
      peer.inFlight -= 1;
      this.#peers.tell(peer, call, outcome);
      if (peer.waiting) this.#letIn(peer);
    } catch (error) {
      this.#onFault(error);
    }
  }

  leave(call: OutgoingCall): void {
    if (call.phase !== 'waiting') return;
    call.phase = 'over';
    this.#deadlines.end(call);
    call.peer?.waiting?.delete(call);
  }

  stop(): void {
    this.#deadlines.stop();
  }

  #enter(call: OutgoingCall, peer: Peer): boolean {
    const refusal = this.#peers.ask(peer, call);
    if (refusal) {
      this.#refuse(call, refusal);
      return false;
    }
    call.phase = 'out';
    peer.inFlight += 1;
    if (call.isLimited && this.limitsTime && !this.#isUnlimited(peer)) {
      call.seen = peer.outcomes;
      this.#deadlines.start(call, call.startedAt);
    }
    return true;
  }

  #waitOrRefuse(call: OutgoingCall, peer: Peer): void {
    // An open breaker is the better reason, and nothing to wait for.
    const open = this.#peers.isOpen(peer) ? this.#peers.ask(peer, call) : null;
    const waiting = peer.waiting?.size ?? 0;
    if (open) this.#refuse(call, open);
    else if (waiting >= this.#settings.queue) this.#refuse(call, this.#full(call, peer, null));
    else {
      call.phase = 'waiting';
      (peer.waiting ??= new Set()).add(call);
      this.#deadlines.start(call, call.startedAt);
      call.waits();
    }
  }

  /** Places are free, or an open breaker has made waiting pointless. */
  #letIn(peer: Peer): void {
    for (const waiting of peer.waiting ?? []) {
      if (peer.inFlight >= this.#settings.places && !this.#peers.isOpen(peer)) return;
      peer.waiting?.delete(waiting);
      const call = waiting as OutgoingCall;
      this.#deadlines.end(call);
      this.#carefully(call, this.#goes);
    }
  }

  readonly #goes = (call: OutgoingCall, peer: Peer): void => {
    // The time until the answer begins now, the time that it has waited was limited by itself.
    call.startedAt = this.#now();
    if (this.#enter(call, peer)) call.send();
  };

  /** Its time is over, unless it shows that it is still on its way or has a limit of its own. */
  readonly #isDue = (call: OutgoingCall, peer: Peer): void => {
    if (call.phase === 'waiting') {
      peer.waiting?.delete(call);
      this.#refuse(call, this.#full(call, peer, this.#deadlines.ms));
      return;
    }
    if (call.phase !== 'out' || call.hasOwnLimit()) return;
    const progress = call.progress();
    if (progress !== null && progress !== call.seen) {
      call.seen = progress;
      this.#deadlines.start(call, this.#now());
      return;
    }
    const error = new CallTimeoutError(peer.key, this.#deadlines.ms);
    this.#observer.timedOut(peer.address);
    call.ending();
    noteError(call.span(), error);
    this.finish(call, 'failure');
    this.#conclude(call, peer, error, 'timeout');
  };

  #full(call: OutgoingCall, peer: Peer, waited: number | null): BulkheadFullError {
    this.#observer.full(peer.address);
    return new BulkheadFullError(peer.key, peer.inFlight, waited);
  }

  #refuse(call: OutgoingCall, error: Refusal): void {
    call.phase = 'over';
    call.ending();
    noteError(call.span(), error);
    const reason = error instanceof CircuitOpenError ? 'open' : 'full';
    if (call.peer) this.#conclude(call, call.peer, error, reason);
  }

  #conclude(
    call: OutgoingCall,
    { key, address }: Peer,
    error: CallError,
    reason: 'open' | 'full' | 'timeout',
  ): void {
    const { method, path } = call;
    fallBackOr(call, error, {
      call: { peer: key, method, path, reason },
      host: address.host,
      withinMs: this.#deadlines.ms,
      onAnswered: () => this.#observer.fellBack(address, reason),
      onFailed: this.#onFailedFallback,
      onFault: this.#onFault,
    });
  }

  /** Runs a step in the call's own context; a fault of ours, or of the client's, ends there. */
  #carefully(call: OutgoingCall, step: (call: OutgoingCall, peer: Peer) => void): void {
    try {
      if (call.peer) call.runInAsyncScope(step, undefined, call, call.peer);
    } catch (error) {
      this.#onFault(error);
    }
  }

  #isUnlimited({ key, address }: Peer): boolean {
    const { unlimitedPeers } = this.#settings;
    return unlimitedPeers.size > 0 && (unlimitedPeers.has(key) || unlimitedPeers.has(address.host));
  }
}
