// One outgoing call, whichever client makes it. What differs between clients is in the subclasses.
import { AsyncResource } from 'node:async_hooks';
import { type Span, trace } from '@opentelemetry/api';
import type { Outcome, Transition } from '../breakers/breaker.ts';
import type { Caller, Peer } from '../breakers/peers.ts';
import type { CheckedAnswer } from './answer.ts';
import type { Timed } from './deadlines.ts';
import type { CallError } from './errors.ts';
import { noteBreakerChange } from './events.ts';

/** Where a call ends: the guard that admitted it. */
export interface Admission {
  /** The request has left as a whole: from here on its time counts. */
  sent(call: OutgoingCall): void;
  /** Only the first outcome counts. */
  finish(call: OutgoingCall, outcome: Outcome): void;
  /** The caller has given it up while it waited for a place. */
  leave(call: OutgoingCall): void;
}

/** What the clients' patches ask before a call goes out. */
export interface Gate extends Admission {
  /** Whether calls without a limit of their own get one. */
  readonly limitsTime: boolean;
  /** False for the agent's own traffic: exporters and the OpAMP client run with tracing suppressed. */
  watches(): boolean;
  /** True: the call goes out now. False: it was taken over, and is sent, failed or answered from here. */
  admit(call: OutgoingCall, host: string, port: number): boolean;
}

/**
 * - `new`: nobody was asked yet, or it is not watched
 * - `waiting`: for a place
 * - `out`: admitted, and without an outcome yet
 * - `over`: it has an outcome, or was refused
 */
export type Phase = 'new' | 'waiting' | 'out' | 'over';

/**
 * As an AsyncResource it brings back what is asynchronous context for its caller, whoever's turn it is
 * when a time limit is over or a place is free; and with it the active span. Costs some 20 ns.
 */
export abstract class OutgoingCall extends AsyncResource implements Caller, Timed {
  readonly admission: Admission;
  phase: Phase = 'new';
  peer: Peer | null = null;
  permit = 0;
  startedAt = 0;
  dueAt = 0;
  earlier: Timed | null = null;
  later: Timed | null = null;
  /** False: the caller limits its time by itself. */
  isLimited: boolean;
  /** What `progress` said when it was looked at last. */
  seen = 0;

  constructor(admission: Admission, isLimited: boolean) {
    super('NunchiOutgoingCall', { requireManualDestroy: true });
    this.admission = admission;
    this.isLimited = isLimited;
  }

  abstract readonly method: string;
  /** With its query. */
  abstract readonly path: string;

  /** Lets it out after it has waited. */
  abstract send(): void;

  /** It waits, until `send` or `ending`. */
  abstract waits(): void;

  /** It will be failed or answered: after this it has a span, so that events can be noted. */
  abstract ending(): void;

  /** Ends it with this error. Not called after the application has an answer. */
  abstract fail(error: CallError): void;

  /** Ends it with this answer, as if the peer had sent it. */
  abstract answer(answer: CheckedAnswer, error: CallError): void;

  /** The application has an answer or an error, or does not want one any more. */
  abstract isSettled(): boolean;

  /** The caller has set a limit of its own after the call began. */
  abstract hasOwnLimit(): boolean;

  /** A number that changes while it is still on its way to the peer; null: it is there. */
  abstract progress(): number | null;

  /** The client span, or else the one in which the call was made. */
  span(): Span | undefined {
    return this.runInAsyncScope(activeSpan);
  }

  breakerChanged(peer: Peer, transition: Transition): void {
    noteBreakerChange(this.span(), peer, transition);
  }

  finish(outcome: Outcome): void {
    if (this.phase === 'out') this.admission.finish(this, outcome);
  }

  sent(): void {
    if (this.phase === 'out') this.admission.sent(this);
  }
}

function activeSpan(): Span | undefined {
  return trace.getActiveSpan();
}
