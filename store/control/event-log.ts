import { randomUUID } from 'node:crypto';
import type { Questionable, Store } from '../client.ts';
import { type ControlEvent, ENDS, type EventType, type NewEvent } from './events.ts';

/** Somebody else has appended at this place: read what they wrote, and decide again. */
export class LogConflictError extends Error {
  override readonly name = 'LogConflictError';
}

export interface EventRow {
  readonly sequence: string;
  readonly timeMs: string;
  readonly type: EventType;
  readonly subject: string;
  readonly chain: string;
  readonly cause: string;
  readonly service: string;
  readonly summary: string;
  readonly body: string;
}

/** SQL: the columns of an {@link EventRow}. */
export const EVENT_COLUMNS = `sequence, toUnixTimestamp64Milli(time) AS timeMs, type, subject, chain, cause,
  service, summary, body`;

/**
 * Appends the events as one block after `last`, the newest sequence that the caller knows. All of
 * them are stored or none. Throws {@link LogConflictError} when the place is taken.
 */
export async function appendEvents(
  store: Pick<Store, 'insertRows' | 'rows'>,
  last: number,
  events: readonly NewEvent[],
): Promise<ControlEvent[]> {
  if (events.length === 0) return [];
  const writeId = randomUUID();
  const first = last + 1;
  const placed = events.map((event, index) => {
    const sequence = first + index;
    return { ...event, sequence, cause: event.cause < 0 ? sequence + event.cause : event.cause };
  }) as ControlEvent[];
  await store.insertRows(
    'control_events',
    placed.map((event) => ({
      ...event,
      time: new Date(event.time).toISOString(),
      body: JSON.stringify(event.body),
      write_id: writeId,
    })),
    `control-events-${first}`,
  );
  const [stored] = await store.rows<{ writeId: string }>(
    `SELECT write_id AS writeId FROM control_events WHERE sequence = {first:UInt64} LIMIT 1`,
    { first },
  );
  if (stored?.writeId !== writeId) {
    throw new LogConflictError(`event ${first} was written by another control loop`);
  }
  return placed;
}

/** The log after a sequence, in order. */
export async function eventsAfter(
  store: Questionable,
  sequence: number,
  limit = 100_000,
): Promise<ControlEvent[]> {
  const rows = await store.rows<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM control_events WHERE sequence > {sequence:UInt64}
     ORDER BY sequence LIMIT {limit:UInt32}`,
    { sequence, limit },
  );
  return rows.map(toEvent);
}

/**
 * The newest event of each subject, in the log's order: what a fold over the log comes to. A
 * subject whose story ended before `endedAfter` (epoch milliseconds) is left out.
 */
export async function newestEvents(
  store: Questionable,
  endedAfter: number,
): Promise<ControlEvent[]> {
  const rows = await store.rows<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM control_events
     WHERE sequence IN (
       SELECT max(sequence) FROM control_events
       GROUP BY splitByChar('.', type)[1], subject
       HAVING argMax(type, sequence) NOT IN {ends:Array(String)}
         OR max(time) >= fromUnixTimestamp64Milli({endedAfter:Int64}, 'UTC')
     )
     ORDER BY sequence`,
    { ends: [...ENDS], endedAfter },
  );
  return rows.map(toEvent);
}

/** The sequence of the log's newest event; 0 when it is empty. */
export async function newestSequence(store: Questionable): Promise<number> {
  const [row] = await store.rows<{ newest: string }>(
    'SELECT max(sequence) AS newest FROM control_events',
  );
  return Number(row?.newest ?? 0);
}

export function toEvent(row: EventRow): ControlEvent {
  return {
    sequence: Number(row.sequence),
    time: Number(row.timeMs),
    type: row.type,
    subject: row.subject,
    chain: row.chain,
    cause: Number(row.cause),
    service: row.service,
    summary: row.summary,
    body: JSON.parse(row.body),
  } as ControlEvent;
}
