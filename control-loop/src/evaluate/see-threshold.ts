import type { Questionable } from '@nunchi/store';
import {
  isAmount,
  observeSilence,
  observeThreshold,
  silenceMayHold,
} from '@nunchi/store/alarms/observe';
import { durationMs, type ThresholdCondition } from '@nunchi/store/alarms/rule';
import { GONE_AFTER_MS, type Observation } from '@nunchi/store/alarms/step';
import { presentSeries } from '@nunchi/store/queries/alarms/absent';
import { MAX_SERIES } from '@nunchi/store/queries/alarms/measures';
import { type MeasuredSeries, measureSeries } from '@nunchi/store/queries/alarms/threshold';
import { rangeBefore } from '@nunchi/store/queries/time';
import type { Labels } from './fingerprint.ts';
import { type Sight, tooManySeries } from './sight.ts';
import { isYoung, type Watch, YOUNG } from './young.ts';

type SeenSight = Extract<Sight, { kind: 'seen' }>;

/**
 * What a threshold looks at, measured over the window. Where something may have been missed in it,
 * counts and rates can only be too low: then what they say by being low does not count.
 */
export async function seeThreshold(
  store: Questionable,
  condition: ThresholdCondition,
  watch: Watch,
): Promise<Sight> {
  const { query, measure, by, window } = condition;
  const range = rangeBefore(watch.at, durationMs(window));
  const measured = await measureSeries(store, { query, measure, by }, range);
  if (measured.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  const doubtful = isAmount(condition) && isYoung(window, watch);
  const sure = (sight: SeenSight) => (doubtful ? withoutTooLittle(condition, sight) : sight);
  if (!silenceMayHold(condition)) return sure(judge(condition, measured));

  const known = await presentSeries(store, { query, by }, range, GONE_AFTER_MS);
  if (known.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  const seen = new Set(measured.map(({ labels }) => JSON.stringify(labels)));
  const silent = known
    .map(({ labels }) => labels)
    .filter((labels) => !seen.has(JSON.stringify(labels)));
  return sure(judge(condition, measured, silent));
}

function withoutTooLittle({ op }: ThresholdCondition, sight: SeenSight): SeenSight {
  const sure = (observation: Observation): Observation => {
    const isHigh = observation.kind !== 'value' || observation.active === op.startsWith('>');
    return isHigh ? observation : TOO_YOUNG;
  };
  return {
    ...sight,
    series: sight.series.map(({ labels, observation }) => ({
      labels,
      observation: sure(observation),
    })),
    missing: (alarm) => sure(sight.missing(alarm)),
  };
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
