import type { Store } from '@nunchi/store';
import {
  appendEvents,
  eventsAfter,
  LogConflictError,
  newestEvents,
  newestSequence,
} from '@nunchi/store/control/event-log';
import type { ControlEvent, NewEvent } from '@nunchi/store/control/events';
import { emptyState, fold, forget, type LoopState, REMEMBER_MS } from './state.ts';

/** What is decided of a state: events, none when there is nothing to do. Has no effects. */
export type Decision = (state: LoopState) => readonly NewEvent[];

type LogStore = Pick<Store, 'rows' | 'insertRows'>;

const CONFLICTS_UNTIL_GIVING_UP = 5;

/**
 * The event log and the state that it comes to. Decisions are made one after the other, each on
 * the state that the one before left, and are stored before anybody acts on them. When another
 * loop has appended in between, its events are read and the decision is made again.
 */
export class EventLog {
  readonly #store: LogStore;
  readonly #now: () => number;
  #state: LoopState;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(store: LogStore, now: () => number, state: LoopState) {
    this.#store = store;
    this.#now = now;
    this.#state = state;
  }

  /** Reads the log; `now` answers epoch milliseconds. */
  static async open(store: LogStore, now: () => number): Promise<EventLog> {
    const last = await newestSequence(store);
    const newest = await newestEvents(store, now() - REMEMBER_MS);
    return new EventLog(store, now, { ...fold(emptyState(), newest), last });
  }

  get state(): LoopState {
    return this.#state;
  }

  /** Decides in its turn, and resolves with the stored events. Throws when the store does not take them. */
  decide(decision: Decision): Promise<readonly ControlEvent[]> {
    const turn = this.#turn.then(() => this.#decide(decision));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #decide(decision: Decision): Promise<readonly ControlEvent[]> {
    for (let attempt = 1; ; attempt += 1) {
      const events = decision(this.#state);
      if (events.length === 0) return [];
      try {
        const stored = await appendEvents(this.#store, this.#state.last, events);
        this.#state = forget(fold(this.#state, stored), this.#now());
        return stored;
      } catch (error) {
        // After any failure the events may be stored all the same: what the log says counts.
        const theirs = await eventsAfter(this.#store, this.#state.last);
        this.#state = fold(this.#state, theirs);
        const conflict = error instanceof LogConflictError;
        if (!conflict || attempt === CONFLICTS_UNTIL_GIVING_UP) throw error;
      }
    }
  }
}
