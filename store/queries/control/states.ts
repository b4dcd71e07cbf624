import type { Questionable } from '../../client.ts';
import type { EventKind } from '../../control/events.ts';

export interface StateCountRow {
  readonly kind: EventKind;
  readonly state: string;
  readonly subjects: string;
  /** Those of them whose newest event is not before `since`. */
  readonly recent: string;
}

/** How many alarms, notifications and actions are in which state. `since`: epoch milliseconds. */
export function stateCounts(store: Questionable, since: number): Promise<StateCountRow[]> {
  return store.rows<StateCountRow>(
    `SELECT kind, state, count() AS subjects,
       countIf(newest >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')) AS recent
     FROM (
       SELECT
         splitByChar('.', type)[1] AS kind,
         JSONExtractString(argMax(body, sequence), 'state') AS state,
         max(time) AS newest
       FROM control_events
       WHERE type LIKE 'alarm.%' OR type LIKE 'notification.%' OR type LIKE 'action.%'
       GROUP BY kind, subject
     )
     GROUP BY kind, state`,
    { since },
  );
}
