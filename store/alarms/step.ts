import type { EVENT_TYPES } from '../control/events.ts';
import type { AlarmSnapshot } from '../control/snapshots.ts';

/** How far an alarm has come. Times are epoch milliseconds. */
export type AlarmProgress = Pick<
  AlarmSnapshot,
  | 'state'
  | 'evaluation'
  | 'activeSince'
  | 'firedAt'
  | 'resolvedAt'
  | 'clearSince'
  | 'unknownSince'
  | 'uncountedMs'
  | 'value'
  | 'message'
>;

export type AlarmTransition = (typeof EVENT_TYPES)['alarm'][number];

/** What an evaluation saw of one alarm. */
export type Observation =
  | { readonly kind: 'value'; readonly active: boolean; readonly value: number | null }
  /** Nothing to judge: no requests, or too few. */
  | { readonly kind: 'no-data'; readonly message: string }
  /** The question failed. */
  | { readonly kind: 'error'; readonly message: string }
  /** What the alarm is about, or its rule, is no more. */
  | { readonly kind: 'gone'; readonly message: string };

export interface Timing {
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** After this long without data there is nothing left to alarm about. */
  readonly goneAfterMs?: number;
}

export interface Step {
  readonly alarm: AlarmProgress | undefined;
  /** The event that stores `alarm`; undefined: nothing to store, the alarm is as it was. */
  readonly transition: AlarmTransition | undefined;
}

export const GONE_AFTER_MS = 3_600_000;

/**
 * One evaluation of one alarm.
 *
 * inactive ─► pending ─► firing ─► resolved. Pending that no longer holds is dropped. Firing that
 * no longer holds resolves after `keepFiringFor`, whose clock starts anew when it holds again
 * (`alarm.firing` once more: look at the state to count episodes). no-data and error leave the
 * state as it is, and the time they last does not count toward `for`; only no data for
 * `goneAfterMs` on end counts as gone.
 */
export function step(
  before: AlarmProgress | undefined,
  observation: Observation,
  timing: Timing,
  now: number,
): Step {
  if (before?.state !== 'pending' && before?.state !== 'firing') {
    if (observation.kind !== 'value' || !observation.active) {
      return { alarm: before, transition: undefined };
    }
    return begin(observation.value, timing, now);
  }
  switch (observation.kind) {
    case 'value': {
      const seen = { ...known(before, now), value: observation.value };
      return observation.active
        ? holds(before, seen, timing, now)
        : clears(before, seen, timing, now);
    }
    case 'gone':
      return end({ ...before, message: observation.message }, now);
    case 'no-data':
    case 'error':
      return unknown(before, observation, timing, now);
  }
}

/** Whether the alarm is pending or firing. */
export function isLive(alarm: Pick<AlarmProgress, 'state'> | undefined): boolean {
  return alarm?.state === 'pending' || alarm?.state === 'firing';
}

/** The alarm after `gapMs` in which nobody evaluated: the loop or the store was down. */
export function afterGap(alarm: AlarmProgress, gapMs: number): AlarmProgress {
  if (!isLive(alarm) || gapMs <= 0) return alarm;
  const unknownSince = alarm.unknownSince ?? null;
  return {
    ...alarm,
    uncountedMs: (alarm.uncountedMs ?? 0) + gapMs,
    unknownSince: unknownSince === null ? null : unknownSince + gapMs,
  };
}

function begin(value: number | null, timing: Timing, now: number): Step {
  const alarm = {
    state: 'pending',
    evaluation: 'ok',
    activeSince: now,
    firedAt: null,
    resolvedAt: null,
    clearSince: null,
    unknownSince: null,
    uncountedMs: 0,
    value,
    message: '',
  } as const;
  return timing.forMs === 0 ? fire(alarm, now) : { alarm, transition: 'alarm.pending' };
}

function fire(alarm: AlarmProgress, now: number): Step {
  return { alarm: { ...alarm, state: 'firing', firedAt: now }, transition: 'alarm.firing' };
}

function holds(before: AlarmProgress, seen: AlarmProgress, timing: Timing, now: number): Step {
  if (seen.state === 'pending') {
    const counted = now - seen.activeSince - (seen.uncountedMs ?? 0);
    if (counted >= timing.forMs) return fire(seen, now);
  } else if (seen.clearSince !== null) {
    return { alarm: { ...seen, clearSince: null }, transition: 'alarm.firing' };
  }
  return unchanged(before, seen);
}

function clears(before: AlarmProgress, seen: AlarmProgress, timing: Timing, now: number): Step {
  if (seen.state === 'pending') return end(seen, now);
  const clearSince = seen.clearSince ?? now;
  if (now - clearSince >= timing.keepFiringForMs) return end({ ...seen, clearSince }, now);
  if (seen.clearSince !== null) return unchanged(before, seen);
  return { alarm: { ...seen, clearSince }, transition: 'alarm.clearing' };
}

function unknown(
  before: AlarmProgress,
  { kind, message }: Extract<Observation, { kind: 'no-data' | 'error' }>,
  { goneAfterMs = GONE_AFTER_MS }: Timing,
  now: number,
): Step {
  if (before.evaluation !== kind) {
    const alarm = { ...known(before, now), evaluation: kind, unknownSince: now, message };
    return { alarm, transition: `alarm.${kind}` };
  }
  const sinceMs = now - (before.unknownSince ?? now);
  if (kind === 'no-data' && sinceMs >= goneAfterMs) {
    const gone = `It is gone: no data for ${Math.round(goneAfterMs / 60_000)} minutes.`;
    return end({ ...before, message: gone }, now);
  }
  return { alarm: before, transition: undefined };
}

/** Back from no-data or error; the time that it lasted is not counted. */
function known(alarm: AlarmProgress, now: number): AlarmProgress {
  const unknownMs = now - (alarm.unknownSince ?? now);
  return {
    ...alarm,
    evaluation: 'ok',
    message: '',
    unknownSince: null,
    uncountedMs: (alarm.uncountedMs ?? 0) + unknownMs,
  };
}

function unchanged(before: AlarmProgress, seen: AlarmProgress): Step {
  if (before.evaluation !== 'ok') return { alarm: seen, transition: 'alarm.data' };
  return { alarm: before, transition: undefined };
}

function end(alarm: AlarmProgress, now: number): Step {
  const over = { ...alarm, evaluation: 'ok', unknownSince: null } as const;
  if (alarm.state === 'pending') {
    return { alarm: { ...over, state: 'inactive' }, transition: 'alarm.dropped' };
  }
  return { alarm: { ...over, state: 'resolved', resolvedAt: now }, transition: 'alarm.resolved' };
}
