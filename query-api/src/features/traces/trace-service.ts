import type { Questionable } from '@nunchi/store';
import { relatedLogs } from '@nunchi/store/queries/logs/related';
import { traceLogTimes } from '@nunchi/store/queries/logs/times';
import { HOUR, type TimeRange } from '@nunchi/store/queries/time';
import {
  MOST_CORRELATION_IDS,
  type TraceFacts,
  traceFacts,
} from '@nunchi/store/queries/traces/facts';
import { type SpanRow, traceSpans } from '@nunchi/store/queries/traces/spans';
import { traceTimes } from '@nunchi/store/queries/traces/times';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { checkTraceId } from '../../model/filters.ts';
import { toLogRecord } from '../../model/log.ts';
import { loadResources } from '../../model/resources.ts';
import { toSpan } from '../../model/span.ts';
import type { TraceReply } from './schema.ts';

export interface TraceLimits {
  readonly spans: number;
  readonly logs: number;
}

const LIMITS: TraceLimits = { spans: 50_000, logs: 10_000 };

/** A trace with its log records, also when only log records of it came. */
export async function getTrace(
  store: Questionable,
  id: string,
  limits: TraceLimits = LIMITS,
): Promise<Static<typeof TraceReply>> {
  const traceId = checkTraceId(id);
  // Each by itself finds out when the trace was: that is quicker than to wait for it.
  const [spans, { times, logs }] = await Promise.all([
    traceSpans(store, traceId, limits.spans),
    timesAndLogs(store, traceId, limits.logs),
  ]);
  if (!logs) {
    throw new ApiError('trace_not_found', `no span and no log record has the trace id ${traceId}`, {
      parameter: 'traceId',
    });
  }
  const facts = await factsOf(store, traceId, { spans, times, limit: limits.spans });
  const resources = await loadResources(store, [...spans, ...logs.rows]);
  const correlationIds = new Set([
    ...facts.correlationIds,
    ...logs.rows.map((row) => row.correlationId).filter((correlationId) => correlationId !== ''),
  ]);
  return {
    traceId,
    correlationIds: correlationIds.size === 0 ? [traceId] : [...correlationIds],
    spans: spans.map((row) => toSpan(row, traceId, resources)),
    logs: logs.rows.map((row) => toLogRecord(row, resources)),
    truncated: {
      spans: Math.max(0, Number(facts.spans) - spans.length),
      logs: logs.total - logs.rows.length,
    },
  };
}

/** When the trace was, undefined without spans, and its log records; undefined if there is neither. */
async function timesAndLogs(store: Questionable, traceId: string, limit: number) {
  const times = await traceTimes(store, [traceId]);
  const range = times ? aroundTrace(times) : await traceLogTimes(store, traceId);
  const logs = range && (await relatedLogs(store, { traceIds: [traceId], range }, limit));
  return { times, logs };
}

interface Read {
  readonly spans: readonly SpanRow[];
  readonly times: TimeRange | undefined;
  readonly limit: number;
}

/** Only of a trace that is not read whole has the store to be asked what is true of all of it. */
async function factsOf(
  store: Questionable,
  traceId: string,
  { spans, times, limit }: Read,
): Promise<TraceFacts> {
  if (times && spans.length === limit) return traceFacts(store, traceId, times);
  const ids = new Set(spans.map(({ correlationId }) => correlationId).filter((id) => id !== ''));
  const correlationIds = [...ids].toSorted().slice(0, MOST_CORRELATION_IDS);
  return { spans: String(spans.length), correlationIds };
}

/** Log records come before a trace's first span and after its last, but not by hours. */
export function aroundTrace({ from, to }: TimeRange): TimeRange {
  return { from: from > HOUR ? from - HOUR : 0n, to: to + HOUR };
}
