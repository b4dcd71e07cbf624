import { silenceMayHold } from '@nunchi/store/alarms/observe';
import {
  type AbsentCondition,
  type AlarmRule,
  durationMs,
  type ThresholdCondition,
} from '@nunchi/store/alarms/rule';
import { GONE_AFTER_MS } from '@nunchi/store/alarms/step';
import type { Questionable } from '@nunchi/store';
import { measureSteps } from '@nunchi/store/queries/alarms/measure-steps';
import { extended, type TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { parseRange } from '../../model/time.ts';
import type { FeatureContext } from '../context.ts';
import { absencePoints, stepOf, thresholdPoints, toPreview } from './preview-model.ts';
import type { PreviewBody, PreviewReply } from './schema.ts';
import { checkedRule } from './service.ts';

type Reply = Static<typeof PreviewReply>;

const MOST_SERIES = 50;
/** A lookback that is this much longer than the range costs as many steps before it. */
const MOST_LOOKBACK_STEPS = 5_000;

/** When a rule would have fired, over what is stored. */
export async function previewRule(
  { store, now }: FeatureContext,
  body: Static<typeof PreviewBody>,
): Promise<Reply> {
  const { from = 'now-1h', to = 'now' } = checkedBody(body);
  const rule = checkedRule(body.rule, '/rule');
  const { condition } = rule;
  const range = parseRange({ from, to }, now());
  const rangeMs = toMs(range.to - range.from);
  if (condition.kind === 'instance') {
    return {
      ...frame(range, stepOf(rangeMs, 0)),
      series: [],
      truncated: false,
      unavailable:
        'How instances were in the past is not stored, only when they changed; see their events.',
    };
  }
  const windowMs = durationMs(condition.window);
  const stepMs = stepOf(rangeMs, windowMs);
  const found =
    condition.kind === 'threshold'
      ? await thresholdSeries(store, rule, condition, range, stepMs)
      : await absentSeries(store, rule, condition, range, stepMs);
  return {
    ...frame(range, stepMs),
    series: found.slice(0, MOST_SERIES),
    truncated: found.length > MOST_SERIES,
    unavailable: null,
  };
}

async function thresholdSeries(
  store: Questionable,
  rule: AlarmRule,
  condition: ThresholdCondition,
  range: TimeRange,
  stepMs: number,
): Promise<Reply['series']> {
  const windowMs = durationMs(condition.window);
  const steps = { stepMs, windowMs, limit: MOST_SERIES + 1 };
  // Who was known before the range, and is silent since.
  const before = silenceMayHold(condition) ? Math.ceil(GONE_AFTER_MS / stepMs) : 0;
  const found = await measureSteps(store, condition, extended(range, before * stepMs), steps);
  return found.map((series) =>
    toPreview(series.labels, thresholdPoints(series, condition).slice(before), rule),
  );
}

async function absentSeries(
  store: Questionable,
  rule: AlarmRule,
  condition: AbsentCondition,
  range: TimeRange,
  stepMs: number,
): Promise<Reply['series']> {
  const { query, by } = condition;
  const windowMs = Math.max(stepMs, durationMs(condition.window));
  const lookbackMs = Math.min(durationMs(condition.lookback), MOST_LOOKBACK_STEPS * stepMs);
  const before = Math.round(windowMs / stepMs) + Math.max(1, Math.round(lookbackMs / stepMs)) - 1;
  const measurement = { query, by, measure: 'count' } as const;
  const steps = { stepMs, limit: MOST_SERIES + 1 };
  const found = await measureSteps(store, measurement, extended(range, before * stepMs), steps);
  return found.map((series) =>
    toPreview(
      series.labels,
      absencePoints(series, condition, { windowMs, lookbackMs, stepMs }),
      rule,
    ),
  );
}

/** The rule is judged apart, in better words. */
function checkedBody(body: unknown): { from?: string; to?: string } {
  const fields = typeof body === 'object' && body !== null ? body : {};
  if (!('rule' in fields)) {
    throw new ApiError('invalid_body', 'rule is missing', { place: { pointer: '/rule' } });
  }
  const times: { from?: string; to?: string } = {};
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'rule') continue;
    if ((key !== 'from' && key !== 'to') || typeof value !== 'string') {
      const place = { pointer: `/${key}`, expected: ['rule', 'from', 'to'] };
      const detail = `${key} is not rule, and neither from nor to as text`;
      throw new ApiError('invalid_body', detail, { place });
    }
    times[key] = value;
  }
  return times;
}

const toMs = (nanos: bigint): number => Number(nanos / 1_000_000n);

const frame = ({ from, to }: TimeRange, stepMs: number) => ({
  from: toMs(from),
  to: toMs(to),
  stepMs,
});
