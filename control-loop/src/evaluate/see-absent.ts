import type { Questionable } from '@nunchi/store';
import { observeAbsence } from '@nunchi/store/alarms/observe';
import { type AbsentCondition, durationMs } from '@nunchi/store/alarms/rule';
import { presentSeries } from '@nunchi/store/queries/alarms/absent';
import { MAX_SERIES } from '@nunchi/store/queries/alarms/measures';
import { rangeBefore } from '@nunchi/store/queries/time';
import { type SeriesSight, type Sight, tooManySeries } from './sight.ts';
import { isYoung, type Watch, YOUNG } from './young.ts';

/**
 * Who had requests in the lookback, and has none in the window. Values: seconds since the last one.
 * Where something may have been missed in the window, nobody is called absent.
 */
export async function seeAbsent(
  store: Questionable,
  condition: AbsentCondition,
  watch: Watch,
): Promise<Sight> {
  const { query, by, window, lookback } = condition;
  const { at } = watch;
  const young = isYoung(window, watch);
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
