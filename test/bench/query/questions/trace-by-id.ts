import { TRACE_ID } from '../../../../store/queries/time.ts';
import { traceIdOf } from '../data/sql.ts';
import { SPANS_OF_A_TRACE } from '../data/trace.ts';
import type { Question } from '../question.ts';
import { sample } from './sample.ts';

/** A trace with its log records and the attributes of its resources. */
export const traceById: Question = {
  name: 'trace by id',
  atMostMs: 50,
  async make(store, { traces }, count) {
    const id = `lower(hex(${traceIdOf('trace')})) AS id`;
    const ids = await sample<{ id: string }>(store, id, traces, count);
    return ids.map(({ id: traceId }) => ({
      path: `/traces/${traceId}`,
      lean: (ask) => Promise.all([SPANS, LOGS, RESOURCES].map((sql) => ask.rows(sql, { traceId }))),
    }));
  },
  wrong: ({ spans }) =>
    Array.isArray(spans) && spans.length === SPANS_OF_A_TRACE
      ? undefined
      : `it does not have ${SPANS_OF_A_TRACE} spans`,
};

const TIME = (bound: 'min(first_time)' | 'max(last_time)'): string =>
  `(SELECT ${bound} FROM trace_times WHERE trace_id = ${TRACE_ID})`;
const OF_TRACE = `trace_id = ${TRACE_ID}
  AND start_time >= ${TIME('min(first_time)')} AND start_time <= ${TIME('max(last_time)')}`;

const SPANS = `SELECT * FROM spans WHERE ${OF_TRACE} ORDER BY start_time, span_id`;
const LOGS = `
  SELECT * FROM logs
  WHERE trace_id = ${TRACE_ID}
    AND time >= ${TIME('min(first_time)')} - INTERVAL 1 HOUR
    AND time <= ${TIME('max(last_time)')} + INTERVAL 1 HOUR
  ORDER BY time`;
const RESOURCES = `
  SELECT resource_id, attributes, attribute_types FROM resources
  WHERE (service, resource_id) IN (SELECT service, resource_id FROM spans WHERE ${OF_TRACE})`;
