import type { Parameters, Questionable } from '../../../../store/client.ts';
import { rangeParameters, TRACE_IDS, within } from '../../../../store/queries/time.ts';
import type { Filled } from '../data/fill.ts';
import { RARE, SERVICES } from '../data/shop.ts';
import { userIdOf } from '../data/sql.ts';
import { type Asked, asMs, type Question, url } from '../question.ts';
import { sample } from './sample.ts';

const PAGE = 50;

/** The newest traces of a service that failed and took long, over the whole day. */
export const failedAndSlow: Question = {
  name: 'traces of a service, failed and slow',
  atMostMs: 150,
  async make(_store, filled, count) {
    return Array.from({ length: count }, (_, number) => {
      // Of every tier but the workers, which do not fail.
      const service = SERVICES[(number * 7) % 32] as string;
      const minDurationMs = 5 + 5 * (number % 6);
      return page(
        filled,
        { service, status: 'error', minDurationMs: String(minDurationMs) },
        'service = {service:String} AND status_code = 2 AND duration_ns >= {least:Int64}',
        { service, least: minDurationMs * 1_000_000 },
      );
    });
  },
  wrong: ({ traces }) => (traces && traces.length > 0 ? undefined : 'it has no traces'),
};

/** Traces of a service that hardly a span is of, from a part of the whole day. */
export const rareService: Question = {
  name: `traces of a service with ${RARE.spans} spans`,
  atMostMs: 150,
  async make(_store, filled, count) {
    return Array.from({ length: count }, (_, number) => {
      const minDurationMs = RARE.shortestMs + number;
      return page(
        filled,
        { service: RARE.service, minDurationMs: String(minDurationMs) },
        'service = {service:String} AND duration_ns >= {least:Int64}',
        { service: RARE.service, least: minDurationMs * 1_000_000 },
      );
    });
  },
  wrong: ({ traces }) => (traces?.length === PAGE ? undefined : 'it is not a full page'),
};

/** One span of all has this value. */
export const rareAttribute: Question = {
  name: 'traces by an attribute that one span has',
  atMostMs: 250,
  async make(store, filled, count) {
    const columns = `${userIdOf('trace', "cityHash64(trace, 'place') % 10")} AS value`;
    const users = await sample<{ value: string }>(store, columns, filled.traces, count);
    return users.map(({ value }) => byAttribute(filled, 'enduser.id', value));
  },
  wrong: ({ traces }) => (traces?.length === 1 ? undefined : 'it is not the one trace'),
};

/** A thousand traces of two million have it. */
export const usualAttribute: Question = {
  name: 'traces by an attribute that some spans have',
  atMostMs: 250,
  async make(_store, filled, count) {
    return Array.from({ length: count }, (_, number) =>
      byAttribute(filled, 'client.address', `10.${number % 8}.0.${(number * 37) % 250}`),
    );
  },
  wrong: ({ traces }) => (traces && traces.length > 0 ? undefined : 'it has no traces'),
};

export const missingAttribute: Question = {
  name: 'traces by an attribute that no span has',
  atMostMs: 250,
  async make(_store, filled, count) {
    return Array.from({ length: count }, (_, number) =>
      byAttribute(filled, 'enduser.id', `nobody-${number}`),
    );
  },
  wrong: ({ traces }) => (traces?.length === 0 ? undefined : 'it has traces'),
};

function byAttribute(filled: Filled, key: string, value: string): Asked {
  return page(
    filled,
    { attribute: `${key}=${value}` },
    'has(attribute_hashes, cityHash64({key:String}, {value:String})) AND attributes[{key:String}] = {value:String}',
    { key, value },
  );
}

function page(
  { range }: Filled,
  filters: Readonly<Record<string, string>>,
  where: string,
  parameters: Parameters,
): Asked {
  const within24h = { from: asMs(range.from), to: asMs(range.to), limit: String(PAGE) };
  return {
    path: url('/traces', { ...within24h, ...filters }),
    async lean(store: Questionable) {
      const matches = await store.rows<{ traceId: string }>(
        `SELECT lower(hex(trace_id)) AS traceId, max(start_time) AS newest
         FROM spans
         WHERE ${within('start_time')} AND ${where}
         GROUP BY trace_id ORDER BY newest DESC, trace_id DESC LIMIT ${PAGE + 1}`,
        { ...rangeParameters(range), ...parameters },
      );
      if (matches.length === 0) return;
      await store.rows(SUMMARIES, { traceIds: matches.map(({ traceId }) => traceId) });
    },
  };
}

const SUMMARIES = `
  SELECT trace_id, argMin((service, name), (parent_span_id != toFixedString('', 8), start_time)),
    anyIf(correlation_id, correlation_id != ''), min(start_time),
    max(toUnixTimestamp64Nano(start_time) + duration_ns), count(), countIf(status_code = 2),
    groupUniqArray(100)(service)
  FROM spans
  WHERE trace_id IN ${TRACE_IDS}
    AND start_time >= (SELECT min(first_time) FROM trace_times WHERE trace_id IN ${TRACE_IDS})
    AND start_time <= (SELECT max(last_time) FROM trace_times WHERE trace_id IN ${TRACE_IDS})
  GROUP BY trace_id`;
