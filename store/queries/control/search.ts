import type { Questionable } from '../../client.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../../control/event-log.ts';
import { type ControlEvent, EVENT_TYPES, type EventKind } from '../../control/events.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';

/** Conditions that hold together for one event. */
export interface EventFilter {
  readonly kind?: EventKind;
  readonly subject?: string;
  readonly chain?: string;
  readonly service?: string;
}

export interface EventSearch {
  readonly filter: EventFilter;
  /** Whenever, without one. */
  readonly range?: TimeRange;
  readonly limit: number;
  /** Sequence of the last event of the page before. */
  readonly before?: string;
}

/** Events that match, newest first. */
export async function searchEvents(
  store: Questionable,
  { filter, range, limit, before }: EventSearch,
): Promise<ControlEvent[]> {
  const { kind, ...equal } = filter;
  const conditions = Object.keys(equal).map((column) => `${column} = {${column}:String}`);
  if (range) conditions.push(within('time'));
  if (kind !== undefined) conditions.push('type IN {types:Array(String)}');
  if (before !== undefined) conditions.push('sequence < {before:UInt64}');
  const rows = await store.rows<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM control_events
     WHERE ${conditions.length === 0 ? 'true' : conditions.join(' AND ')}
     ORDER BY sequence DESC
     LIMIT {limit:UInt32}`,
    {
      ...equal,
      ...(range && rangeParameters(range)),
      ...(kind !== undefined && { types: EVENT_TYPES[kind] }),
      ...(before !== undefined && { before }),
      limit,
    },
  );
  return rows.map(toEvent);
}
