import type { LogRecord } from '../../../api/types.ts';
import { msBetween } from '../../../shared/format/time.ts';
import type { Skew } from './skew.ts';
import type { TraceTree } from './tree.ts';

/** A log record at its time in the trace. */
export interface PlacedLog {
  /** Unlike the key of any span. */
  readonly key: string;
  readonly log: LogRecord;
  /** Milliseconds after the trace's start; records can come before it. */
  readonly offsetMs: number;
  /** Key of the span that it was written in. */
  readonly spanKey: string | undefined;
}

export interface TraceLogs {
  readonly byKey: ReadonlyMap<string, PlacedLog>;
  /** By the key of their span, earliest first. */
  readonly ofSpan: ReadonlyMap<string, readonly PlacedLog[]>;
  /** Those that name no span of the trace. */
  readonly loose: readonly PlacedLog[];
}

/**
 * The records of a trace at their times. Those of a span go by its clock, which may have been moved;
 * others by that of their own sender.
 */
export function placeLogs(logs: readonly LogRecord[], tree: TraceTree, skew: Skew): TraceLogs {
  const placed = logs.map((log, at): PlacedLog => {
    const node = log.spanId === null ? undefined : tree.byKey.get(log.spanId);
    const shiftMs = node?.shiftMs ?? skew.shiftMsOf(log);
    const offsetMs = msBetween(tree.startUnixNano, BigInt(log.timeUnixNano)) + shiftMs;
    return { key: `log.${at}`, log, offsetMs, spanKey: node?.key };
  });
  placed.sort((a, b) => a.offsetMs - b.offsetMs);
  const ofSpan = Map.groupBy(placed, ({ spanKey }) => spanKey ?? '');
  const loose = ofSpan.get('') ?? [];
  ofSpan.delete('');
  return { byKey: new Map(placed.map((log) => [log.key, log])), ofSpan, loose };
}
