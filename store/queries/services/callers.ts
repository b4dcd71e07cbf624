import type { Questionable } from '../../client.ts';
import { rangeParameters, type TimeRange, within } from '../time.ts';
import { withCalledAddress } from './address.ts';

export interface Caller {
  readonly service: string;
  /** `host:port` at which it reached the peer. */
  readonly addresses: readonly string[];
}

/** More calls than this are not needed to know who calls, and where. */
const MOST_CALLS = 100_000;

/**
 * Services that called a peer in the range, by their client spans whose child is a server span of
 * the peer, and the addresses that they used.
 */
export function callersOf(store: Questionable, peer: string, range: TimeRange): Promise<Caller[]> {
  return store.rows<Caller>(
    `SELECT call.service AS service, arraySort(groupUniqArray(100)(address)) AS addresses
     FROM (
       SELECT service, trace_id, span_id, called_address AS address
       FROM (${withCalledAddress(`
         SELECT service, trace_id, span_id, attributes
         FROM spans
         WHERE ${within('start_time')} AND kind = 3 AND service != {peer:String}`)})
       WHERE address != ''
     ) AS call
     INNER JOIN (
       SELECT trace_id, parent_span_id
       FROM spans
       WHERE ${within('start_time')} AND kind = 2 AND service = {peer:String}
       ORDER BY start_time DESC
       LIMIT ${MOST_CALLS}
     ) AS answer ON answer.trace_id = call.trace_id AND answer.parent_span_id = call.span_id
     GROUP BY service
     ORDER BY service
     LIMIT 1000`,
    { ...rangeParameters(range), peer },
  );
}
