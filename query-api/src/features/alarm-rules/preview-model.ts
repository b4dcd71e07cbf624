import { observeAbsence, observeSilence, observeThreshold } from '@nunchi/store/alarms/observe';
import {
  type AbsentCondition,
  type AlarmRule,
  durationMs,
  type ThresholdCondition,
} from '@nunchi/store/alarms/rule';
import {
  type AlarmProgress,
  GONE_AFTER_MS,
  type Observation,
  step,
} from '@nunchi/store/alarms/step';
import type { SteppedSeries } from '@nunchi/store/queries/alarms/measure-steps';
import type { Static } from 'typebox';
import type { PreviewReply } from './schema.ts';

type Series = Static<typeof PreviewReply>['series'][number];

/** A value at a moment, and what the rule makes of it. */
export interface PreviewPoint {
  readonly at: number;
  readonly value: number | null;
  readonly observation: Observation;
}

const LEAST_STEP_MS = 15_000;
const MOST_STEPS = 240;

/** How far apart the evaluations of a preview are: a window is a whole number of them. */
export function stepOf(rangeMs: number, windowMs: number): number {
  const wanted = Math.max(LEAST_STEP_MS, Math.ceil(rangeMs / MOST_STEPS));
  if (windowMs < wanted) return wanted;
  return Math.ceil(windowMs / Math.floor(windowMs / wanted));
}

/** A series with the times in which its alarm would have been firing. */
export function toPreview(
  labels: Series['labels'],
  points: readonly PreviewPoint[],
  rule: AlarmRule,
): Series {
  return {
    labels,
    points: points.map(({ at, value }) => [at, value]),
    firing: firingTimes(points, rule),
  };
}

function firingTimes(points: readonly PreviewPoint[], rule: AlarmRule): Series['firing'] {
  const timing = {
    forMs: durationMs(rule.for ?? '0s'),
    keepFiringForMs: durationMs(rule.keepFiringFor ?? '0s'),
  };
  const firing: Series['firing'] = [];
  let alarm: AlarmProgress | undefined;
  let since: number | undefined;
  for (const { at, observation } of points) {
    ({ alarm } = step(alarm, observation, timing, at));
    if (alarm?.state === 'firing') since ??= at;
    else if (since !== undefined) {
      firing.push({ from: since, to: at });
      since = undefined;
    }
  }
  const end = points.at(-1)?.at;
  if (since !== undefined && end !== undefined) firing.push({ from: since, to: end });
  return firing;
}

/** What a threshold makes of a series in steps. Before the first one that had requests it was not known. */
export function thresholdPoints(
  { steps }: Pick<SteppedSeries, 'steps'>,
  condition: ThresholdCondition,
): PreviewPoint[] {
  let lastSeen = -Infinity;
  return steps.map(({ at, requests, value }) => {
    if (requests > 0) lastSeen = at;
    if (requests > 0 || condition.by.length === 0) {
      return { at, value, observation: observeThreshold(condition, { requests, value }) };
    }
    const observation = observeSilence(condition, at - lastSeen <= GONE_AFTER_MS);
    return { at, value: observation.kind === 'value' ? observation.value : null, observation };
  });
}

/**
 * What an absence makes of a series in steps that are as far apart as `stepMs`, from a lookback
 * and a window before the first one that counts.
 */
export function absencePoints(
  { steps }: SteppedSeries,
  condition: AbsentCondition,
  { windowMs, lookbackMs, stepMs }: { windowMs: number; lookbackMs: number; stepMs: number },
): PreviewPoint[] {
  const window = Math.max(1, Math.round(windowMs / stepMs));
  const lookback = Math.max(1, Math.round(lookbackMs / stepMs));
  const sums = [0];
  for (const { requests } of steps) sums.push((sums.at(-1) ?? 0) + requests);
  const between = (from: number, to: number) => (sums[to] ?? 0) - (sums[from] ?? 0);
  return steps.slice(window + lookback - 1).map(({ at }, index) => {
    const end = window + lookback + index;
    const requests = between(end - window, end);
    const before = between(end - window - lookback, end - window);
    const observation = observeAbsence(condition, { before, requests, silentS: null });
    return { at, value: requests > 0 ? 1 : 0, observation };
  });
}
