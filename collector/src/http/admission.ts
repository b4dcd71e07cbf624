import type { Shortage } from '../unavailable.ts';
import { type Place, Room, type RoomSettings } from './room.ts';
import { Rate, retryAfterSeconds } from './retry-after.ts';
import { Turns, type TurnSettings } from './turns.ts';

export interface AdmissionSettings extends TurnSettings, RoomSettings {}

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

const NO_ROOM: Refused = {
  kind: 'refused',
  reason: 'overloaded',
  message: 'too many requests, or too many bytes of them, are being worked on at once',
};
const TOO_LATE: Refused = {
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
  readonly #journal: JournalState;
  readonly #turns: Turns;
  readonly #taken: Rate;
  readonly #refused: Rate;

  constructor(
    settings: AdmissionSettings,
    journal: JournalState,
    now: () => number = () => performance.now(),
  ) {
    this.#journal = journal;
    this.room = new Room(settings, now);
    this.#turns = new Turns(settings);
    this.#taken = new Rate(now);
    this.#refused = new Rate(now);
  }

  /** `declared`: the body's length as it arrives; 0 when it is not known. */
  enter(declared: number): Admitted | Refused {
    if (this.#turns.tooLate()) return TOO_LATE;
    const { journalBytes, journalLimitBytes } = this.#journal;
    if (journalBytes() + declared > journalLimitBytes()) {
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

  /** The work on a request that was admitted begins. */
  begin(): void {
    this.#turns.tooLate();
    this.#taken.add();
  }

  /** A request is refused for now; answers after how many seconds its sender should come again. */
  refuse(): number {
    this.#refused.add();
    return retryAfterSeconds({
      journalFill: this.#journal.journalBytes() / this.#journal.journalLimitBytes(),
      journalAgeSeconds: this.#journal.journalAgeSeconds(),
      refusedPerSecond: this.#refused.perSecond,
      takenPerSecond: this.#taken.perSecond,
    });
  }
}
