import type { Questionable } from '@nunchi/store';
import type { LogFilter } from '@nunchi/store/queries/logs/filter';
import {
  type FoundLogRow,
  type LogPosition,
  searchLogs as findLogs,
} from '@nunchi/store/queries/logs/search';
import type { Static } from 'typebox';
import { COUNT, NANOS, readCursor, UINT64, writeCursor } from '../../model/cursor.ts';
import { checkTraceId, readQuery } from '../../model/filters.ts';
import { toLogRecord } from '../../model/log.ts';
import { loadResources } from '../../model/resources.ts';
import { parseRange } from '../../model/time.ts';
import type { LogsQuery, LogsReply } from './schema.ts';

type Query = Static<typeof LogsQuery>;

/** A page of log records; one more than fits is looked for, to know whether there is another page. */
export async function searchLogs(
  store: Questionable,
  query: Query,
  now: number,
): Promise<Static<typeof LogsReply>> {
  const cursor =
    query.cursor === undefined ? undefined : readCursor(query.cursor, [NANOS, UINT64, COUNT]);
  const range = cursor?.range ?? parseRange(query, now);
  const [timeUnixNano = '', hash = '', given = ''] = cursor?.place ?? [];
  const after = cursor && { timeUnixNano, hash, given: Number(given) };
  const rows = await findLogs(store, {
    range,
    filter: toFilter(query),
    limit: query.limit + 1,
    ...(after && { after }),
  });
  const page = rows.slice(0, query.limit);
  const end = rows.length > query.limit ? endOf(page, after) : undefined;
  const resources = await loadResources(store, page);
  return {
    logs: page.map((row) => toLogRecord(row, resources)),
    ...(end && {
      nextCursor: writeCursor({ range, place: [end.timeUnixNano, end.hash, String(end.given)] }),
    }),
  };
}

/** Where a page ends, counting how many records alike have been given up to there. */
function endOf(
  page: readonly FoundLogRow[],
  after: LogPosition | undefined,
): LogPosition | undefined {
  const last = page.at(-1);
  if (!last) return undefined;
  const { timeUnixNano, hash } = last;
  const same = (row: { timeUnixNano: string; hash: string }) =>
    row.timeUnixNano === timeUnixNano && row.hash === hash;
  const before = after && same(after) ? after.given : 0;
  return { timeUnixNano, hash, given: before + page.filter(same).length };
}

function toFilter(query: Query): LogFilter {
  const { q, service, minSeverity, text, traceId, correlationId } = query;
  return {
    ...(q !== undefined && { query: readQuery(q, 'logs') }),
    ...(service !== undefined && { service }),
    ...(minSeverity !== undefined && { minSeverity }),
    ...(text !== undefined && { text }),
    ...(traceId !== undefined && { traceId: checkTraceId(traceId) }),
    ...(correlationId !== undefined && { correlationId }),
  };
}
