// The breaker of one peer as a pure step machine. All times are milliseconds of one clock that
// never goes back.
//
//              too many calls fail, or forced
//     closed ──────────────────────────────► open
//       ▲                                    │  ▲
//       │ two good probes         time is up │  │ a probe fails or is too slow
//       │                                    ▼  │
//       └───────────────────────────────── half-open
import { type BreakerSettings, GOOD_PROBES_TO_CLOSE, PROBE_LIMIT_MS } from './settings.ts';
import { addCall, EMPTY_WINDOW, totals, type Window } from './window.ts';

/** A state that somebody else decided; it overrides the local judgement while it lasts. */
export interface Forced {
  readonly id: string;
  readonly state: 'open' | 'closed';
  readonly until: number;
  /** While probing afterwards, a slower call counts as failed; 0: speed does not matter. */
  readonly slowCallMs: number;
  readonly reason: string;
}

interface Common {
  readonly forced: Forced | null;
  /** Outcomes with another permit belong to an earlier phase and change nothing. */
  readonly permit: number;
}

interface Closed extends Common {
  readonly state: 'closed';
  readonly window: Window;
}

interface Open extends Common {
  readonly state: 'open';
  readonly until: number;
  readonly reason: string;
  readonly slowCallMs: number;
}

interface HalfOpen extends Common {
  readonly state: 'half-open';
  /** Why it was opened. */
  readonly reason: string;
  readonly slowCallMs: number;
  /** When the probe under way began; null: the next call is the probe. */
  readonly probeSince: number | null;
  readonly good: number;
}

export type Breaker = Closed | Open | HalfOpen;
export type BreakerStateName = Breaker['state'];

export type Outcome = 'success' | 'failure' | 'aborted';

export interface Transition {
  readonly from: BreakerStateName;
  readonly to: BreakerStateName;
  readonly reason: string;
}

export type Verdict =
  | { readonly kind: 'pass'; readonly permit: number }
  /** `until`: null while half-open, when it depends on the probe. */
  | { readonly kind: 'reject'; readonly until: number | null; readonly reason: string };

export const NEW_BREAKER: Breaker = Object.freeze({
  state: 'closed',
  forced: null,
  permit: 0,
  window: EMPTY_WINDOW,
});

/** What time alone does: an open breaker becomes half-open, a probe that hangs is judged. */
export function pass(breaker: Breaker, now: number, settings: BreakerSettings): Breaker {
  if (breaker.state === 'open') return now >= breaker.until ? halfOpen(breaker) : breaker;
  if (breaker.state === 'half-open') return judgeHangingProbe(breaker, now, settings);
  if (breaker.forced && now >= breaker.forced.until) return closed(breaker);
  return breaker;
}

/** May a call go out now? */
export function admit(
  before: Breaker,
  now: number,
  settings: BreakerSettings,
): { readonly breaker: Breaker; readonly verdict: Verdict } {
  const breaker = pass(before, now, settings);
  switch (breaker.state) {
    case 'closed':
      return { breaker, verdict: { kind: 'pass', permit: breaker.permit } };
    case 'open':
      return {
        breaker,
        verdict: { kind: 'reject', until: breaker.until, reason: breaker.reason },
      };
    case 'half-open': {
      if (breaker.probeSince !== null) {
        return { breaker, verdict: { kind: 'reject', until: null, reason: breaker.reason } };
      }
      const permit = breaker.permit + 1;
      return {
        breaker: { ...breaker, permit, probeSince: now },
        verdict: { kind: 'pass', permit },
      };
    }
  }
}

/** `slow`: a probe that succeeded or was given up, but took too long. */
export type Judged = Outcome | 'slow';

/** What became of a call that was admitted with `permit` and took `tookMs`. */
export function record(
  breaker: Breaker,
  call: { readonly permit: number; readonly outcome: Outcome; readonly tookMs: number },
  now: number,
  settings: BreakerSettings,
): { readonly breaker: Breaker; readonly judged: Judged } {
  const { outcome } = call;
  if (call.permit !== breaker.permit) return { breaker, judged: outcome };
  if (breaker.state === 'closed') {
    return { breaker: recordClosed(breaker, outcome, now, settings), judged: outcome };
  }
  if (breaker.state === 'open' || breaker.probeSince === null) return { breaker, judged: outcome };
  const { slowCallMs } = breaker;
  if (outcome === 'failure') {
    return { breaker: reopen(breaker, 'a probe failed', now, settings), judged: 'failure' };
  }
  if (slowCallMs > 0 && call.tookMs > slowCallMs) {
    return { breaker: reopen(breaker, tooSlow(breaker), now, settings), judged: 'slow' };
  }
  if (outcome === 'aborted') return { breaker: { ...breaker, probeSince: null }, judged: outcome };
  const good = breaker.good + 1;
  return {
    breaker:
      good >= GOOD_PROBES_TO_CLOSE ? closed(breaker) : { ...breaker, good, probeSince: null },
    judged: 'success',
  };
}

/** Puts the breaker into a state from outside, or (null) ends that. Repeating it changes nothing. */
export function force(breaker: Breaker, forced: Forced | null, now: number): Breaker {
  if (!forced || now >= forced.until) return release(breaker);
  if (forced.state === 'closed') {
    return isSame(breaker.forced, forced) ? breaker : { ...closed(breaker), forced };
  }
  if (isSame(breaker.forced, forced)) return breaker;
  const { until, reason, slowCallMs } = forced;
  return { state: 'open', permit: breaker.permit + 1, forced, until, reason, slowCallMs };
}

/** After a change of settings: with breakers switched off, only forced states stay. */
export function settle(breaker: Breaker, settings: BreakerSettings): Breaker {
  return settings.enabled || breaker.forced || breaker.state === 'closed'
    ? breaker
    : closed(breaker);
}

export function transition(before: Breaker, after: Breaker): Transition | null {
  if (before.state === after.state) return null;
  return { from: before.state, to: after.state, reason: reasonOfChange(before, after) };
}

/** Why it is not closed, as a sentence's part; empty when closed. */
export function reasonOf(breaker: Breaker): string {
  return breaker.state === 'closed' ? '' : breaker.reason;
}

function reasonOfChange(before: Breaker, after: Breaker): string {
  if (after.state !== 'closed') return after.reason;
  if (after.forced) return after.forced.reason;
  if (before.state === 'half-open') return `${GOOD_PROBES_TO_CLOSE} probes in a row succeeded`;
  return 'it is switched off';
}

function recordClosed(
  breaker: Closed,
  outcome: Outcome,
  now: number,
  settings: BreakerSettings,
): Breaker {
  if (outcome === 'aborted' || breaker.forced || !settings.enabled) return breaker;
  const window = addCall(breaker.window, outcome === 'failure', now, settings.windowMs);
  const { calls, failures } = totals(window, now, settings.windowMs);
  if (calls < settings.minimumRequests || failures < settings.failureRate * calls) {
    return { ...breaker, window };
  }
  const reason = `${failures} of ${calls} calls within ${settings.windowMs / 1000} s failed`;
  return open(breaker, { reason, slowCallMs: 0 }, now, settings);
}

function judgeHangingProbe(breaker: HalfOpen, now: number, settings: BreakerSettings): Breaker {
  if (breaker.probeSince === null) return breaker;
  const took = now - breaker.probeSince;
  if (breaker.slowCallMs > 0 && took > breaker.slowCallMs) {
    return reopen(breaker, tooSlow(breaker), now, settings);
  }
  return took > PROBE_LIMIT_MS ? { ...breaker, probeSince: null } : breaker;
}

function release(breaker: Breaker): Breaker {
  if (!breaker.forced) return breaker;
  return breaker.state === 'open' ? halfOpen(breaker) : { ...breaker, forced: null };
}

function closed(breaker: Breaker): Breaker {
  return { state: 'closed', forced: null, permit: breaker.permit + 1, window: EMPTY_WINDOW };
}

function halfOpen(breaker: Open): Breaker {
  const { reason, slowCallMs } = breaker;
  const permit = breaker.permit + 1;
  return {
    state: 'half-open',
    forced: null,
    permit,
    reason,
    slowCallMs,
    probeSince: null,
    good: 0,
  };
}

function reopen(
  breaker: HalfOpen,
  reason: string,
  now: number,
  settings: BreakerSettings,
): Breaker {
  return open(breaker, { reason, slowCallMs: breaker.slowCallMs }, now, settings);
}

function open(
  breaker: Breaker,
  { reason, slowCallMs }: { readonly reason: string; readonly slowCallMs: number },
  now: number,
  settings: BreakerSettings,
): Breaker {
  const until = now + settings.openMs;
  return { state: 'open', forced: null, permit: breaker.permit + 1, until, reason, slowCallMs };
}

function tooSlow(breaker: HalfOpen): string {
  return `a probe took longer than ${breaker.slowCallMs} ms`;
}

function isSame(one: Forced | null, other: Forced): boolean {
  return (
    one?.id === other.id &&
    one.state === other.state &&
    one.until === other.until &&
    one.slowCallMs === other.slowCallMs
  );
}
