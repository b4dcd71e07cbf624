import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, TRACE_ID, within } from '../time.ts';

export const MOST_CORRELATION_IDS = 100;

export interface TraceFacts {
  readonly spans: string;
  /** Not empty, sorted; at most {@link MOST_CORRELATION_IDS}. */
  readonly correlationIds: readonly string[];
}

/** What is true of a whole trace, however many spans it has; the range is that of `traceTimes`. */
export async function traceFacts(
  store: Questionable,
  traceId: string,
  range: TimeRange,
): Promise<TraceFacts> {
  const [row] = await store.rows<TraceFacts>(
    `SELECT
       count() AS spans,
       arraySort(groupUniqArrayIf(${MOST_CORRELATION_IDS})(correlation_id, correlation_id != '')) AS correlationIds
     FROM spans
     WHERE ${within('start_time')} AND trace_id = ${TRACE_ID}`,
    { ...rangeParameters(range), traceId },
  );
  return row ?? { spans: '0', correlationIds: [] };
}
