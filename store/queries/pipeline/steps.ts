import { OWN_NAMESPACE, OWN_SERVICES } from '../../telemetry/names.ts';

/**
 * Equal steps of time, the first begins at `startMs` (epoch milliseconds). A step has what was
 * measured after its begin until its end: what a process says at 12:00:10 is about the time before.
 */
export interface Steps {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** Points before the range from which counters are seen to go on. */
const LOOKBACK_MS = 120_000;

const NANOSECONDS = 1_000_000n;

/**
 * The parameters that {@link OWN_SERIES}, {@link IN_STEPS} and {@link STEP} name. The steps before
 * the range have negative numbers.
 */
export function stepParameters({ startMs, stepMs, count }: Steps, metrics: readonly string[]) {
  const before = Math.max(2, Math.ceil(LOOKBACK_MS / stepMs));
  const nano = (ms: number): string => String(BigInt(ms) * NANOSECONDS);
  return {
    metrics,
    ownNamespace: OWN_NAMESPACE,
    ownServices: OWN_SERVICES,
    from: nano(startMs - before * stepMs),
    to: nano(startMs + count * stepMs),
    stepNs: nano(stepMs),
    before,
  };
}

/** SQL: series of the stack itself, by metric and id. */
export const OWN_SERIES = `
  SELECT metric, series_id, any(s.service) AS service, any(s.attributes) AS labels
  FROM metric_series AS s
  WHERE metric IN {metrics:Array(String)}
    AND namespace = {ownNamespace:String} AND s.service IN {ownServices:Array(String)}
    AND last_seen > fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND first_seen <= fromUnixTimestamp64Nano({to:Int64}, 'UTC')
  GROUP BY metric, series_id`;

/** SQL: a point of one of those series, in a step. */
export const IN_STEPS = `
  metric IN {metrics:Array(String)} AND series_id IN (SELECT series_id FROM own)
    AND time > fromUnixTimestamp64Nano({from:Int64}, 'UTC')
    AND time <= fromUnixTimestamp64Nano({to:Int64}, 'UTC')`;

/** SQL: the number of the step in which `time` is. */
export const STEP = `
  toInt32(intDiv(toUnixTimestamp64Nano(time) - {from:Int64} - 1, {stepNs:Int64}) - {before:Int64})`;

/** SQL: whether a counter is known to have been zero after the beginning of the lookback. */
export const BEGAN = `start >= {from:Int64}`;

/** SQL: the step before the one in which the series began to count. */
export const STEP_BEFORE_START = `
  toInt32(intDiv(start - {from:Int64}, {stepNs:Int64}) - {before:Int64} - 1)`;
