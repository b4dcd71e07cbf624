import { observeAbsence, observeThreshold } from '@nunchi/store/alarms/observe';
import { type AlarmRule, durationMs, type ThresholdCondition } from '@nunchi/store/alarms/rule';
import { type AlarmProgress, type Observation, step } from '@nunchi/store/alarms/step';
import type { SeriesStep, SteppedSeries } from '@nunchi/store/queries/alarms/measure-steps';
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

/** What a threshold makes of a step. Of a series that is one of several, no requests are no data. */
export function thresholdPoint(
  { at, requests, value: measured }: SeriesStep,
  condition: ThresholdCondition,
): PreviewPoint {
  const value = condition.by.length > 0 && requests === 0 ? null : measured;
  return { at, value, observation: observeThreshold(condition, { requests, value }) };
}

/**
 * What an absence makes of a series in steps that are as far apart as `stepMs`, from a lookback
 * and a window before the first one that counts.
 */
export function absencePoints(
  { steps }: SteppedSeries,
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
    return { at, value: requests > 0 ? 1 : 0, observation: observeAbsence({ before, requests }) };
  });
}
