import {
  type ControlEvent,
  ENDS,
  EVENT_TYPES,
  type EventKind,
  type EventOf,
  kindOf,
} from '@nunchi/store/control/events';

type Subjects = { readonly [Kind in EventKind]: ReadonlyMap<string, EventOf<Kind>> };

/** What the log comes to: the newest event of each subject, whose body is the subject as it is. */
export interface LoopState extends Subjects {
  /** Sequence of the newest event; 0: the log is empty. */
  readonly last: number;
}

/** For this long the loop remembers what is over. */
export const REMEMBER_MS = 24 * 3_600_000;

export function emptyState(): LoopState {
  const subjects = Object.keys(EVENT_TYPES).map((kind) => [kind, new Map()]);
  return { last: 0, ...(Object.fromEntries(subjects) as Subjects) };
}

/** The state after some more events, in the log's order. The state before stays as it was. */
export function fold(state: LoopState, events: readonly ControlEvent[]): LoopState {
  const changed: Record<string, Map<string, ControlEvent>> = {};
  for (const event of events) {
    const kind = kindOf(event.type);
    changed[kind] ??= new Map<string, ControlEvent>(state[kind]);
    changed[kind].set(event.subject, event);
  }
  return {
    ...state,
    ...(changed as Partial<Subjects>),
    last: events.at(-1)?.sequence ?? state.last,
  };
}

/** Forgets what was over before `now - REMEMBER_MS`. */
export function forget(state: LoopState, now: number): LoopState {
  const kept = Object.keys(EVENT_TYPES).map((kind) => {
    const subjects: ReadonlyMap<string, ControlEvent> = state[kind as EventKind];
    const stays = ([, { type, time }]: [string, ControlEvent]) =>
      !ENDS.has(type) || time >= now - REMEMBER_MS;
    return [kind, new Map([...subjects].filter(stays))];
  });
  return { ...state, ...(Object.fromEntries(kept) as Subjects) };
}
