import type { Questionable } from '../../client.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../../control/event-log.ts';
import {
  type ControlEvent,
  EVENT_TYPES,
  type EventKind,
  type EventOf,
} from '../../control/events.ts';

/** Which subjects; every one where nothing is said. */
export interface Subjects {
  readonly subject?: string;
  readonly chains?: readonly string[];
}

/** How the subjects of a kind are now: the newest event of each, newest first, at most `limit`. */
export async function newestOfKind<Kind extends EventKind>(
  store: Questionable,
  kind: Kind,
  { subject, chains }: Subjects = {},
  limit = 10_000,
): Promise<EventOf<Kind>[]> {
  if (chains?.length === 0) return [];
  const rows = await store.rows<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM control_events
     WHERE sequence IN (
       SELECT max(sequence) FROM control_events
       WHERE type IN {types:Array(String)}
         ${subject === undefined ? '' : 'AND subject = {subject:String}'}
         ${chains === undefined ? '' : 'AND chain IN {chains:Array(String)}'}
       GROUP BY subject
     )
     ORDER BY sequence DESC
     LIMIT {limit:UInt32}`,
    {
      types: EVENT_TYPES[kind],
      ...(subject !== undefined && { subject }),
      ...(chains !== undefined && { chains }),
      limit,
    },
  );
  return rows.map(toEvent) as ControlEvent[] as EventOf<Kind>[];
}
