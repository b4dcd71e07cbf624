/** How late data comes. Times are epoch milliseconds. */
export interface Ingest {
  /** When it was looked. */
  readonly at: number;
  /** End of the newest span that was there; undefined: none lately. */
  readonly newest: number | undefined;
  /** By how much what came last was late, at least; 0: not, as far as can be told. */
  readonly lateMs: number;
}

/**
 * A span that is there now and was not at the look before, although it had ended by then, took at
 * least that long. That nothing new is there proves nothing: perhaps nobody asks anything.
 */
export function stepIngest(
  before: Ingest | undefined,
  at: number,
  newest: number | undefined,
): Ingest {
  if (newest === undefined || before === undefined) return { at, newest, lateMs: 0 };
  if (newest === before.newest) return { at, newest, lateMs: before.lateMs };
  return { at, newest, lateMs: Math.max(0, before.at - newest) };
}
