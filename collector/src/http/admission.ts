import { type Shortage, UnavailableError } from '../unavailable.ts';
import { type Place, Room, type RoomSettings } from './room.ts';
import { holdMs, Rate, retryAfterSeconds } from './retry-after.ts';
import { Work, type WorkSettings } from './work.ts';

export interface AdmissionSettings extends WorkSettings, RoomSettings {}

/** What is known of the journal before a request is read. */
export interface JournalState {
  readonly journalBytes: () => number;
  readonly journalLimitBytes: () => number;
  readonly journalAgeSeconds: () => number;
}

export interface Admitted {
  readonly kind: 'admitted';
  readonly place: Place;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: Shortage;
  readonly message: string;
}

export interface Refusing {
  /** So long the answer is held back, … */
  readonly holdMs: number;
  /** … and after so many seconds its sender should come again. */
  readonly retryAfterSeconds: number;
}

const LATELY_MS = 10_000;

const NO_ROOM: Refused = {
  kind: 'refused',
  reason: 'overloaded',
  message: 'too many requests, or too many bytes of them, are being worked on at once',
};
const TOO_MUCH: Refused = {
  kind: 'refused',
  reason: 'overloaded',
  message: 'more requests come than can be worked on',
};

/**
 * Decides about a request when its headers are there, before a byte of its body is read: to refuse
 * it then costs little, and what is admitted is worked on at once.
 */
export class Admission {
  readonly room: Room;
  readonly #work: Work;
  readonly #journal: JournalState;
  readonly #taken: Rate;
  readonly #refused: Rate;
  readonly #refusedAtOnce: Rate;

  constructor(
    settings: AdmissionSettings,
    journal: JournalState,
    now: () => number = () => performance.now(),
  ) {
    this.#journal = journal;
    this.room = new Room(settings, now);
    this.#work = new Work(settings);
    // A store that takes blocks now and then lets requests in by fits and starts.
    this.#taken = new Rate(now, LATELY_MS);
    this.#refused = new Rate(now, LATELY_MS);
    this.#refusedAtOnce = new Rate(now);
  }

  /** `declared`: the body's length as it arrives; 0 when it is not known. */
  enter(declared: number): Admitted | Refused {
    if (this.#work.isBehind) return TOO_MUCH;
    const { journalBytes, journalLimitBytes } = this.#journal;
    if (journalBytes() + declared > journalLimitBytes()) {
      // All who were refused come when the store has made room.
      this.#work.refusesAnyway();
      return {
        kind: 'refused',
        reason: 'journal_full',
        message: `the journal is full (${journalLimitBytes()} bytes): the store does not keep up`,
      };
    }
    const place = this.room.take(declared);
    if (!place) return NO_ROOM;
    return { kind: 'admitted', place };
  }

  /** Does what there is to do for a request that was read, when its turn comes. */
  work<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#work.isFarBehind) return Promise.reject(new UnavailableError(TOO_MUCH.message));
    this.#taken.add();
    return this.#work.run(begin);
  }

  /** A request is refused for now. */
  refuse(): Refusing {
    this.#refused.add();
    this.#refusedAtOnce.add();
    return {
      holdMs: holdMs(this.#refusedAtOnce.perSecond),
      retryAfterSeconds: retryAfterSeconds({
        journalFill: this.#journal.journalBytes() / this.#journal.journalLimitBytes(),
        journalAgeSeconds: this.#journal.journalAgeSeconds(),
        refusedPerSecond: this.#refused.perSecond,
        takenPerSecond: this.#taken.perSecond,
      }),
    };
  }
}
