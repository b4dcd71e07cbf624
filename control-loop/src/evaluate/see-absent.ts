import type { Questionable } from '@nunchi/store';
import { observeAbsence } from '@nunchi/store/alarms/observe';
import { type AbsentCondition, durationMs } from '@nunchi/store/alarms/rule';
import { presentSeries } from '@nunchi/store/queries/alarms/absent';
import { MAX_SERIES } from '@nunchi/store/queries/alarms/measures';
import { rangeBefore } from '@nunchi/store/queries/time';
import { type SeriesSight, type Sight, tooManySeries } from './sight.ts';
import { isYoung, YOUNG } from './young.ts';

/**
 * Who had requests in the lookback, and has none in the window. Values: seconds since the last one.
 * In a loop that has not run for as long as the window (`loopStart`), nothing may have come because
 * all of this was not running, so nobody is called absent. Times are epoch milliseconds.
 */
export async function seeAbsent(
  store: Questionable,
  condition: AbsentCondition,
  { at, loopStart }: { readonly at: number; readonly loopStart: number },
): Promise<Sight> {
  const { query, by, window, lookback } = condition;
  const young = isYoung(window, { at, loopStart });
  const range = rangeBefore(at, durationMs(window));
  const known = await presentSeries(store, { query, by }, range, durationMs(lookback));
  if (known.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  const series = known.map(({ labels, before, requests, lastSeen }): SeriesSight => {
    if (young && requests === 0) {
      return { labels, observation: { kind: 'no-data', message: YOUNG } };
    }
    const silentS = Math.max(0, at - lastSeen) / 1_000;
    return { labels, observation: observeAbsence(condition, { before, requests, silentS }) };
  });
  const nothing = { before: 0, requests: 0, silentS: null };
  return { kind: 'seen', series, missing: () => observeAbsence(condition, nothing) };
}
