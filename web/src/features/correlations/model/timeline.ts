import type { LogRecord, TraceSummary } from '../../../api/types.ts';
import { msBetween } from '../../../shared/format/time.ts';

export interface Lane {
  readonly trace: TraceSummary;
  /** Milliseconds after the start of the axis. */
  readonly offsetMs: number;
  /** In percent of the axis. */
  readonly left: number;
  readonly width: number;
  /** Log records of the trace, in percent of the axis. */
  readonly marks: readonly number[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly startUnixNano: bigint;
  readonly durationMs: number;
}

const MOST_MARKS = 60;

/** The traces on one axis, from the first start or record to the last end or record. */
export function buildTimeline(
  traces: readonly TraceSummary[],
  logs: readonly LogRecord[],
): Timeline {
  let start: bigint | undefined;
  let end: bigint | undefined;
  const include = (time: bigint): void => {
    if (start === undefined || time < start) start = time;
    if (end === undefined || time > end) end = time;
  };
  for (const trace of traces) {
    const begins = BigInt(trace.startTimeUnixNano);
    include(begins);
    include(begins + BigInt(Math.round(Math.max(0, trace.durationMs) * 1e6)));
  }
  for (const { timeUnixNano } of logs) include(BigInt(timeUnixNano));
  const from = start ?? 0n;
  const durationMs = msBetween(from, end ?? from);
  const percent = (ms: number): number => (durationMs > 0 ? (ms / durationMs) * 100 : 0);
  const logsOf = Map.groupBy(logs, ({ traceId }) => traceId ?? '');
  const lanes = traces.map((trace): Lane => {
    const offsetMs = msBetween(from, BigInt(trace.startTimeUnixNano));
    return {
      trace,
      offsetMs,
      left: percent(offsetMs),
      width: durationMs > 0 ? percent(Math.max(0, trace.durationMs)) : 100,
      marks: thin(logsOf.get(trace.traceId) ?? []).map((log) =>
        percent(msBetween(from, BigInt(log.timeUnixNano))),
      ),
    };
  });
  return { lanes, startUnixNano: from, durationMs };
}

/** Evenly chosen when there are more than can be told apart. */
function thin<T>(all: readonly T[]): readonly T[] {
  if (all.length <= MOST_MARKS) return all;
  return Array.from(
    { length: MOST_MARKS },
    (_, at) => all[Math.floor((at * all.length) / MOST_MARKS)]!,
  );
}
