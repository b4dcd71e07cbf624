import type { Questionable } from '../../client.ts';
import type { TimeRange } from '../time.ts';
import type { SpanFilter } from './filter.ts';
import { tracesGiven } from './given.ts';
import { type AskedMatches, longestMatches, newestMatches, type TraceMatch } from './matches.ts';
import { Windows } from './windows.ts';

export type TraceOrder = 'time' | 'duration';

export interface TraceSearch {
  readonly range: TimeRange;
  readonly filter: SpanFilter;
  readonly order: TraceOrder;
  readonly limit: number;
  /** The last trace of the page before. */
  readonly after?: TraceMatch;
}

// Traces that a window brings up again are left out of its answer, so a small rest of a page
// would ask many times for few; it asks for at least as many as this.
const SMALLEST_ASK = 50;

/**
 * Traces with at least one span that matches, by their newest or their longest such span. Over all
 * pages a trace comes once: by that span of the whole range, wherever its other spans are.
 */
export async function searchTraces(
  store: Questionable,
  { range, filter, order, limit, after }: TraceSearch,
): Promise<TraceMatch[]> {
  const found = new Map<string, TraceMatch>();
  const windows = windowsOf(range, order, after);
  while (found.size < limit) {
    const window = windows.next(found.size, limit);
    if (!window) break;
    let last = after;
    while (found.size < limit) {
      const asked = Math.max(limit - found.size, SMALLEST_ASK);
      const except = [...found.keys()];
      const batch = await matches(store, order, {
        range: window,
        filter,
        except,
        last,
        limit: asked,
      });
      const given = after
        ? await tracesGiven(store, order, after, range, filter, batch)
        : new Set();
      for (const match of batch) {
        const { traceId } = match;
        if (!given.has(traceId) && !found.has(traceId)) found.set(traceId, match);
      }
      last = batch.at(-1);
      if (batch.length < asked) break;
    }
  }
  return [...found.values()].slice(0, limit);
}

/** The newest are in the first parts of the range; the longest may be anywhere. */
function windowsOf(
  range: TimeRange,
  order: TraceOrder,
  after: TraceMatch | undefined,
): Pick<Windows, 'next'> {
  if (order === 'duration') {
    let whole: TimeRange | undefined = range;
    return {
      next() {
        const next = whole;
        whole = undefined;
        return next;
      },
    };
  }
  // A trace that began in the very nanosecond of the cursor may still be to come.
  return new Windows(after ? { from: range.from, to: BigInt(after.rank) + 1n } : range);
}

const matches = (store: Questionable, order: TraceOrder, asked: AskedMatches) =>
  order === 'time' ? newestMatches(store, asked) : longestMatches(store, asked);
