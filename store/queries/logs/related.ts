import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_IDS, within } from '../time.ts';
import { LOG_COLUMNS, type LogRow } from './row.ts';

export interface RelatedLogs {
  readonly traceIds: readonly string[];
  /** Records that carry it belong too, in a trace or in none. */
  readonly correlationId?: string;
  readonly range: TimeRange;
}

/** Log records of some traces and of a correlation id, earliest first, and how many there are. */
export async function relatedLogs(
  store: Questionable,
  { traceIds, correlationId, range }: RelatedLogs,
  limit: number,
): Promise<{ rows: LogRow[]; total: number }> {
  const belongs = [
    ...(traceIds.length > 0 ? [`trace_id IN ${TRACE_IDS}`] : []),
    ...(correlationId !== undefined ? ['correlation_id = {correlationId:String}'] : []),
  ];
  if (belongs.length === 0) return { rows: [], total: 0 };
  const where = `${within('time')} AND (${belongs.join(' OR ')})`;
  const parameters = { ...rangeParameters(range), traceIds, correlationId };
  const rows = await store.rows<LogRow>(
    `SELECT ${LOG_COLUMNS} FROM logs WHERE ${where}
     ORDER BY time, observed_time, span_id LIMIT {limit:UInt32}`,
    { ...parameters, limit },
  );
  if (rows.length < limit) return { rows, total: rows.length };
  const [count] = await store.rows<{ total: string }>(
    `SELECT count() AS total FROM logs WHERE ${where}`,
    parameters,
  );
  return { rows, total: Number(count?.total ?? rows.length) };
}
