import type { Questionable } from '@nunchi/store';
import { searchEvents as findEvents } from '@nunchi/store/queries/control/search';
import type { Static } from 'typebox';
import { readCursor, UINT64, writeCursor } from '../../model/cursor.ts';
import { toControlEvent } from '../../model/event.ts';
import { parseRange } from '../../model/time.ts';
import type { EventsQuery, EventsReply } from './schema.ts';

/** A page of events; one more than fits is looked for, to know whether there is another page. */
export async function searchEvents(
  store: Questionable,
  query: Static<typeof EventsQuery>,
  now: number,
): Promise<Static<typeof EventsReply>> {
  const { from, to, limit, cursor: text, ...filter } = query;
  const cursor = text === undefined ? undefined : readCursor(text, [UINT64]);
  const range = cursor?.range ?? parseRange({ from, to }, now);
  const [before] = cursor?.place ?? [];
  const found = await findEvents(store, {
    filter,
    range,
    limit: limit + 1,
    ...(before !== undefined && { before }),
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const events = page.map(toControlEvent);
  if (!last || found.length <= limit) return { events };
  return { events, nextCursor: writeCursor({ range, place: [String(last.sequence)] }) };
}
