import type { Questionable } from '../../../../store/client.ts';
import { rangeParameters, type TimeRange } from '../../../../store/queries/time.ts';
import { asMs, type Question, url } from '../question.ts';
import { askServices, minutesIn, OUTSIDE_MINUTES } from './lean-services.ts';
import { hoursOf } from './ranges.ts';

/** Of 60 routes through 40 services, with databases and topics. */
const EDGES = 168;

export const serviceMap: Question = {
  name: 'service map of 1 h',
  atMostMs: 150,
  async make(_store, filled, count) {
    return hoursOf(filled, 1, count).map((range) => ({
      path: url('/service-map', { from: asMs(range.from), to: asMs(range.to) }),
      lean: (ask) => Promise.all([askServices(ask, range), askEdges(ask, range)]),
    }));
  },
  wrong: ({ edges = [], incomplete }) =>
    edges.length === EDGES && incomplete === null
      ? undefined
      : `it has ${edges.length} edges of ${EDGES}, ${JSON.stringify(incomplete)}`,
};

/** Whole minutes as they are kept, and the calls of the ragged ends joined with their answers. */
function askEdges(store: Questionable, range: TimeRange): Promise<unknown> {
  return store.rows(SUMS, { ...rangeParameters(range), ...minutesIn(range) });
}

const LATENCY = 'toUInt16(log2(duration_ns) * 64)';

const SUMS = `
  SELECT source, target, target_kind, protocol, sum(requests), sum(errors),
    quantilesExactWeightedArray(0.5, 0.95, 0.99)(latencies, counts)
  FROM (
    SELECT source, target, target_kind, protocol, requests, errors, latencies, counts
    FROM edge_minutes
    WHERE minute >= toDateTime({firstMinute:UInt32}, 'UTC') AND minute < toDateTime({lastMinute:UInt32}, 'UTC')
      AND (minute, version) IN (
        SELECT minute, max(version) FROM edge_computations
        WHERE minute >= toDateTime({firstMinute:UInt32}, 'UTC') AND minute < toDateTime({lastMinute:UInt32}, 'UTC')
        GROUP BY minute)
    UNION ALL
    SELECT source, target, target_kind, 'http', 1, failed, [latency], [1]
    FROM (
      SELECT call.service AS source, failed, latency,
        if(answer.service != '', answer.service, address) AS target,
        if(answer.service != '', 'service', 'database') AS target_kind
      FROM (
        SELECT service, trace_id, span_id, status_code = 2 AS failed, ${LATENCY} AS latency,
          if(attributes['db.namespace'] != '', attributes['db.namespace'], attributes['server.address']) AS address
        FROM spans WHERE ${OUTSIDE_MINUTES} AND kind = 3
      ) AS call
      LEFT ANY JOIN (
        SELECT service, trace_id, parent_span_id FROM spans WHERE ${OUTSIDE_MINUTES} AND kind = 2
      ) AS answer ON answer.trace_id = call.trace_id AND answer.parent_span_id = call.span_id
    )
    UNION ALL
    SELECT service, attributes['messaging.destination.name'], if(kind = 4, 'messaging', 'service'), 'messaging',
      1, status_code = 2, [${LATENCY}], [1]
    FROM spans WHERE ${OUTSIDE_MINUTES} AND kind IN (4, 5)
  )
  GROUP BY GROUPING SETS ((source, target, target_kind, protocol), (target, target_kind, protocol))`;
