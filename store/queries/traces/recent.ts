import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

const SECOND = 1_000_000_000n;
const GROWTH = 4n;

/** Ends of a range, each with the ones before it and longer: what is recent comes at once. */
function* recentRanges({ from, to }: TimeRange): Generator<TimeRange> {
  for (let length = SECOND; ; length *= GROWTH) {
    const start = to - length;
    if (start <= from) break;
    yield { from: start, to };
  }
  yield { from, to };
}

/** The shortest of them that has so many spans, else the whole range; and how many it has. */
export async function rangeWithSpans(
  store: Questionable,
  range: TimeRange,
  enough: number,
): Promise<{ readonly range: TimeRange; readonly spans: number }> {
  let found = { range, spans: 0 };
  for (const recent of recentRanges(range)) {
    const [row] = await store.rows<{ spans: string }>(
      `SELECT count() AS spans FROM spans WHERE ${within('start_time')}`,
      rangeParameters(recent),
    );
    found = { range: recent, spans: Number(row?.spans ?? 0) };
    if (found.spans >= enough) break;
  }
  return found;
}
