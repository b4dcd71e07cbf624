import type { Questionable } from '@nunchi/store';
import { durationMs, type ThresholdCondition } from '@nunchi/store/alarms/rule';
import { GONE_AFTER_MS, type Observation } from '@nunchi/store/alarms/step';
import { presentSeries } from '@nunchi/store/queries/alarms/absent';
import { MAX_SERIES } from '@nunchi/store/queries/alarms/measures';
import { measureSeries } from '@nunchi/store/queries/alarms/threshold';
import type { Labels } from './fingerprint.ts';
import { type SeriesSight, type Sight, tooManySeries } from './sight.ts';
import { windowBefore } from './window.ts';

interface Measured {
  readonly labels: Labels;
  readonly requests: number;
  readonly value: number | null;
}

const COMPARE: Readonly<
  Record<ThresholdCondition['op'], (value: number, bound: number) => boolean>
> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

/**
 * Without requests there is no error rate and no latency: no data. But there is a request rate and
 * a count, which is 0. So for these two, a series that had requests within the last hour and has
 * none now is seen as 0; that matters to `<`, which would otherwise miss silence.
 */
export async function observeThreshold(
  store: Questionable,
  condition: ThresholdCondition,
  at: number,
): Promise<Sight> {
  const { query, measure, by, window } = condition;
  const range = windowBefore(at, durationMs(window));
  const measured: Measured[] = await measureSeries(store, { query, measure, by }, range);
  if (measured.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  if (!silenceCounts(condition)) return judge(condition, measured);

  const known = await presentSeries(store, { query, by }, range, GONE_AFTER_MS);
  if (known.length > MAX_SERIES) return tooManySeries(MAX_SERIES);
  const seen = new Set(measured.map(({ labels }) => JSON.stringify(labels)));
  const silent = known
    .filter(({ labels }) => !seen.has(JSON.stringify(labels)))
    .map(({ labels }) => ({ labels, requests: 0, value: 0 }));
  return judge(condition, [...measured, ...silent]);
}

/** What the measured series come to. */
export function judge(condition: ThresholdCondition, measured: readonly Measured[]): Sight {
  const series = measured.map((one): SeriesSight => {
    return { labels: one.labels, observation: observe(condition, one) };
  });
  return { kind: 'seen', series, missing: () => whenMissing(condition) };
}

function observe(condition: ThresholdCondition, { requests, value }: Measured): Observation {
  const { minimumRequests = 0, window, op, value: bound } = condition;
  if (requests < minimumRequests) {
    const message = `${requests} requests in ${window} are too few to judge; it takes ${minimumRequests}`;
    return { kind: 'no-data', message };
  }
  if (value === null) return noRequests(condition);
  return { kind: 'value', active: COMPARE[op](value, bound), value };
}

function whenMissing(condition: ThresholdCondition): Observation {
  if (silenceCounts(condition)) {
    const message = `nothing of it was seen for ${GONE_AFTER_MS / 60_000} minutes`;
    return { kind: 'gone', message };
  }
  return isAmount(condition)
    ? observe(condition, { labels: {}, requests: 0, value: 0 })
    : noRequests(condition);
}

const noRequests = ({ window }: ThresholdCondition): Observation => ({
  kind: 'no-data',
  message: `no requests in ${window}`,
});

const isAmount = ({ measure }: ThresholdCondition): boolean =>
  measure === 'request_rate' || measure === 'count';

const silenceCounts = (condition: ThresholdCondition): boolean =>
  isAmount(condition) && condition.op.startsWith('<');
