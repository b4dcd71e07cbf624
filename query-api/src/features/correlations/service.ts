import type { Questionable } from '@nunchi/store';
import { correlatedTraces } from '@nunchi/store/queries/correlations/traces';
import { relatedLogs } from '@nunchi/store/queries/logs/related';
import { traceLogTimes } from '@nunchi/store/queries/logs/times';
import { type ExemplarRow, traceExemplars } from '@nunchi/store/queries/metrics/exemplars';
import { isTraceId, type TimeRange } from '@nunchi/store/queries/time';
import { traceSummaries } from '@nunchi/store/queries/traces/summaries';
import { traceTimes } from '@nunchi/store/queries/traces/times';
import type { Static } from 'typebox';
import { ApiError } from '../../errors.ts';
import { decodeAttributes } from '../../model/attributes.ts';
import { toLogRecord } from '../../model/log.ts';
import { toPointValue } from '../../model/point.ts';
import { loadResources } from '../../model/resources.ts';
import { toTraceSummary } from '../../model/span.ts';
import { aroundTrace } from '../traces/trace-service.ts';
import type { CorrelationReply } from './schema.ts';

export interface CorrelationLimits {
  readonly traces: number;
  readonly logs: number;
  readonly exemplars: number;
}

const LIMITS: CorrelationLimits = { traces: 500, logs: 10_000, exemplars: 1_000 };

/** Everything that carries a correlation id; an id that is a trace's own stands for that trace. */
export async function getCorrelation(
  store: Questionable,
  correlationId: string,
  limits: CorrelationLimits = LIMITS,
): Promise<Static<typeof CorrelationReply>> {
  const { traceIds, total, times } = await membersOf(store, correlationId, limits.traces);
  if (!times) {
    throw new ApiError(
      'correlation_not_found',
      `no span and no log record has the correlation id ${correlationId}`,
      { parameter: 'correlationId' },
    );
  }
  // A trace may be longer than the part of it that carries the id.
  const whole = union(times, await traceTimes(store, traceIds)) ?? times;
  const around = aroundTrace(whole);
  const [summaries, logs, exemplars] = await Promise.all([
    traceSummaries(store, traceIds, whole),
    relatedLogs(store, { traceIds, correlationId, range: around }, limits.logs),
    traceExemplars(store, traceIds, around, limits.exemplars),
  ]);
  const resources = await loadResources(store, logs.rows);
  return {
    correlationId,
    traces: summaries.map(toTraceSummary),
    logs: logs.rows.map((row) => toLogRecord(row, resources)),
    exemplars: exemplars.map(toExemplar),
    truncated: {
      traces: total - traceIds.length,
      logs: logs.total - logs.rows.length,
      exemplars: Number(exemplars[0]?.total ?? 0) - exemplars.length,
    },
  };
}

interface Members {
  readonly traceIds: readonly string[];
  /** How many traces there are, those beyond the limit too. */
  readonly total: number;
  /** From the first record to the last; undefined when nothing carries the id. */
  readonly times: TimeRange | undefined;
}

async function membersOf(store: Questionable, id: string, limit: number): Promise<Members> {
  const ownId = isTraceId(id) ? id.toLowerCase() : undefined;
  // One more, for the row of the records that belong to no trace.
  const [carriers, own] = await Promise.all([
    correlatedTraces(store, id, limit + 1),
    ownId === undefined ? undefined : timesOfTrace(store, ownId),
  ]);
  const [first] = carriers;
  const carried = carriers.map((row) => row.traceId).filter(isTraceId);
  const isNew = own && ownId !== undefined && !carried.includes(ownId);
  const traceIds = isNew ? [ownId, ...carried] : carried;
  const known = first && {
    from: BigInt(first.totalFirstUnixNano),
    to: BigInt(first.totalLastUnixNano) + 1n,
  };
  return {
    traceIds: traceIds.slice(0, limit),
    total: Number(first?.total ?? 0) + (isNew ? 1 : 0),
    times: union(known, own),
  };
}

async function timesOfTrace(store: Questionable, id: string): Promise<TimeRange | undefined> {
  return (await traceTimes(store, [id])) ?? (await traceLogTimes(store, id));
}

function union(a: TimeRange | undefined, b: TimeRange | undefined): TimeRange | undefined {
  if (!a || !b) return a ?? b;
  return { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to };
}

function toExemplar(row: ExemplarRow) {
  return {
    metric: row.metric,
    service: row.service,
    timeUnixNano: row.timeUnixNano,
    value: toPointValue(row.value, row.valueType),
    traceId: row.traceId,
    spanId: row.spanId,
    attributes: decodeAttributes(row.attributeKeys, row.attributeValues, row.attributeTypes)
      .attributes,
  };
}
