/** Why a request cannot be taken now, as it is counted. */
export type Shortage = 'overloaded' | 'journal_full';

/** A request cannot be taken now; the sender should try again later. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  readonly reason: Shortage;

  constructor(message: string, reason: Shortage = 'overloaded') {
    super(message);
    this.reason = reason;
  }
}
