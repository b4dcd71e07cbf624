import type { Questionable } from '@nunchi/store';
import type { SpanFilter } from '@nunchi/store/queries/traces/filter';
import { searchTraces as findTraces } from '@nunchi/store/queries/traces/search';
import { traceSummaries } from '@nunchi/store/queries/traces/summaries';
import { traceTimes } from '@nunchi/store/queries/traces/times';
import type { Static } from 'typebox';
import { HEX_ID, NANOS, readCursor, writeCursor } from '../../model/cursor.ts';
import { keyAndValue, readQuery } from '../../model/filters.ts';
import { STATUSES, toTraceSummary } from '../../model/span.ts';
import { parseRange } from '../../model/time.ts';
import type { TracesQuery, TracesReply } from './schema.ts';

type Query = Static<typeof TracesQuery>;

/** A page of traces; one more than fits is looked for, to know whether there is another page. */
export async function searchTraces(
  store: Questionable,
  query: Query,
  now: number,
): Promise<Static<typeof TracesReply>> {
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, [NANOS, HEX_ID]);
  const range = cursor?.range ?? parseRange(query, now);
  const [newestUnixNano = '', traceId = ''] = cursor?.place ?? [];
  const matches = await findTraces(store, {
    range,
    filter: toFilter(query),
    limit: query.limit + 1,
    ...(cursor && { after: { newestUnixNano, traceId } }),
  });
  const page = matches.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    last && matches.length > query.limit
      ? writeCursor({ range, place: [last.newestUnixNano, last.traceId] })
      : undefined;
  const traces = await summarise(
    store,
    page.map((match) => match.traceId),
  );
  return { traces, ...(nextCursor !== undefined && { nextCursor }) };
}

async function summarise(store: Questionable, traceIds: readonly string[]) {
  const times = await traceTimes(store, traceIds);
  const rows = times ? await traceSummaries(store, traceIds, times) : [];
  const byId = new Map(rows.map((row) => [row.traceId, row]));
  // Found by their newest match; a page shows them by their start, as its column says.
  return traceIds
    .flatMap((traceId) => byId.get(traceId) ?? [])
    .map(toTraceSummary)
    .sort((a, b) => Number(BigInt(b.startTimeUnixNano) - BigInt(a.startTimeUnixNano)));
}

const LARGEST_INT64 = 9_223_372_036_854_775_807n;

function toFilter(query: Query): SpanFilter {
  const { q, service, name, status, minDurationMs, attribute } = query;
  return {
    ...(q !== undefined && { query: readQuery(q, 'traces') }),
    ...(service !== undefined && { service }),
    ...(name !== undefined && { name }),
    ...(status !== undefined && { statusCode: STATUSES.indexOf(status) }),
    ...(minDurationMs !== undefined && { minDurationNs: toNanoseconds(minDurationMs) }),
    ...(attribute !== undefined && { attributes: attribute.map(keyAndValue) }),
  };
}

/** No span is longer than a 64-bit integer holds, so what is longer finds nothing either. */
function toNanoseconds(milliseconds: number): bigint {
  const nanos = Math.round(milliseconds * 1e6);
  return nanos < Number(LARGEST_INT64) ? BigInt(nanos) : LARGEST_INT64;
}
