import type { Questionable } from '@nunchi/store';
import { searchTraces as findTraces, type TraceOrder } from '@nunchi/store/queries/traces/search';
import { traceSummaries } from '@nunchi/store/queries/traces/summaries';
import { traceTimes } from '@nunchi/store/queries/traces/times';
import type { Static } from 'typebox';
import { exactly, HEX_ID, INT64, NANOS, readCursor, writeCursor } from '../../model/cursor.ts';
import { readQuery } from '../../model/filters.ts';
import { toTraceSummary } from '../../model/span.ts';
import { parseRange } from '../../model/time.ts';
import type { TraceSummary } from '../../schemas/span.ts';
import { toFilter } from './filter.ts';
import type { TracesQuery, TracesReply } from './schema.ts';

type Query = Static<typeof TracesQuery>;
type Summary = Static<typeof TraceSummary>;

/** What a cursor says of the order, so that it is not taken for one of the other. */
const ORDERS: Readonly<Record<TraceOrder, string>> = { time: '0', duration: '1' };
const RANKS = {
  time: [exactly(ORDERS.time), NANOS],
  duration: [exactly(ORDERS.duration), INT64],
} as const;

/** A page of traces; one more than fits is looked for, to know whether there is another page. */
export async function searchTraces(
  store: Questionable,
  query: Query,
  now: number,
): Promise<Static<typeof TracesReply>> {
  const cursor =
    query.cursor === undefined
      ? undefined
      : readCursor(query.cursor, [...RANKS[query.sort], HEX_ID]);
  const range = cursor?.range ?? parseRange(query, now);
  const [, rank = '', traceId = ''] = cursor?.place ?? [];
  const asked = query.q === undefined ? undefined : readQuery(query.q, 'traces');
  const matches = await findTraces(store, {
    range,
    filter: toFilter(query, asked),
    order: query.sort,
    limit: query.limit + 1,
    ...(cursor && { after: { rank, traceId } }),
  });
  const page = matches.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    last && matches.length > query.limit
      ? writeCursor({ range, place: [ORDERS[query.sort], last.rank, last.traceId] })
      : undefined;
  const traces = await summarise(
    store,
    page.map((match) => match.traceId),
    query.sort,
  );
  return { traces, ...(nextCursor !== undefined && { nextCursor }) };
}

async function summarise(
  store: Questionable,
  traceIds: readonly string[],
  order: TraceOrder,
): Promise<Summary[]> {
  const times = await traceTimes(store, traceIds);
  const rows = times ? await traceSummaries(store, traceIds, times) : [];
  const byId = new Map(rows.map((row) => [row.traceId, row]));
  const found = traceIds.flatMap((traceId) => byId.get(traceId) ?? []).map(toTraceSummary);
  if (order === 'duration') return found;
  // Found by their newest match; a page shows them by their start, as its column says.
  return found.sort((a, b) => Number(BigInt(b.startTimeUnixNano) - BigInt(a.startTimeUnixNano)));
}
