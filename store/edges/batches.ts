interface Minute {
  /** Unix seconds. */
  readonly minute: number;
  readonly spans: number;
}

/**
 * Minutes, newest first, in runs without a gap of at most so many spans each (one minute may have
 * more): a run is computed at once.
 */
export function batches<Item extends Minute>(
  minutes: readonly Item[],
  mostSpans: number,
): Item[][] {
  const runs: Item[][] = [];
  let last: Item[] = [];
  let spans = 0;
  for (const minute of minutes) {
    const follows = last.at(-1)?.minute === minute.minute + 60;
    if (!follows || spans + minute.spans > mostSpans) {
      last = [];
      spans = 0;
      runs.push(last);
    }
    last.push(minute);
    spans += minute.spans;
  }
  return runs;
}
