import type { Questionable } from '@nunchi/store';
import { observeSilence, observeThreshold, silenceMayHold } from '@nunchi/store/alarms/observe';
import { durationMs, type ThresholdCondition } from '@nunchi/store/alarms/rule';
import { GONE_AFTER_MS } from '@nunchi/store/alarms/step';
import { presentSeries } from '@nunchi/store/queries/alarms/absent';
import { MAX_SERIES } from '@nunchi/store/queries/alarms/measures';
import { type MeasuredSeries, measureSeries } from '@nunchi/store/queries/alarms/threshold';
import { rangeBefore } from '@nunchi/store/queries/time';
import type { Labels } from './fingerprint.ts';
import { type Sight, tooManySeries } from './sight.ts';
import { isYoung, YOUNG } from './young.ts';

type SeenSight = Extract<Sight, { kind: 'seen' }>;

/**
 * What a threshold looks at, measured over the window that ends at `at`. For a loop that started
 * (`loopStart`) within the window nothing is too little: perhaps all of this was not running. Times
 * are epoch milliseconds.
 */
export async function seeThreshold(
  store: Questionable,
  condition: ThresholdCondition,
  when: { readonly at: number; readonly loopStart: number },
): Promise<Sight> {
  const { query, measure, by, window } = condition;
  const range = rangeBefore(when.at, durationMs(window));
  const measured = await measureSeries(store, { query, measure, by }, range);
  if (measured.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  if (!silenceMayHold(condition)) return judge(condition, measured);

  const known = await presentSeries(store, { query, by }, range, GONE_AFTER_MS);
  if (known.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  const seen = new Set(measured.map(({ labels }) => JSON.stringify(labels)));
  const silent = known
    .map(({ labels }) => labels)
    .filter((labels) => !seen.has(JSON.stringify(labels)));
  const sight = judge(condition, measured, silent);
  return isYoung(window, when) ? withoutTooLittle(sight) : sight;
}

function withoutTooLittle(sight: SeenSight): SeenSight {
  const series = sight.series.map(({ labels, observation }) => {
    const holds = observation.kind === 'value' && observation.active;
    return { labels, observation: holds ? TOO_YOUNG : observation };
  });
  return { ...sight, series };
}

const TOO_YOUNG = { kind: 'no-data', message: YOUNG } as const;

/** What the measured series come to, and those that are known and had no requests. */
export function judge(
  condition: ThresholdCondition,
  measured: readonly MeasuredSeries[],
  silent: readonly Labels[] = [],
): SeenSight {
  const series = [
    ...measured.map((one) => ({
      labels: one.labels,
      observation: observeThreshold(condition, one),
    })),
    ...silent.map((labels) => ({ labels, observation: observeSilence(condition, true) })),
  ];
  return { kind: 'seen', series, missing: () => observeSilence(condition, false) };
}
