import { HOUR, rangeParameters, type TimeRange, within } from '../../../../store/queries/time.ts';
import type { Questionable } from '../../../../store/client.ts';
import type { Filled } from '../data/fill.ts';

import { asMs, type Question } from '../question.ts';
import { hoursOf } from './ranges.ts';

const SELECTED = 100_000;
/** Of ten spans of a trace. */
const ENTRY_SPANS = 4;
const ENTRY = `(kind IN (2, 5) OR parent_span_id = toFixedString('', 8))`;

/** The slowest 100,000 requests of an hour (of more, where there are fewer) against the others. */
export const differences: Question = {
  name: `what differs, of ${SELECTED.toLocaleString('en')} spans`,
  atMostMs: 1_000,
  async make(store, filled, count) {
    return Promise.all(
      hoursOf(filled, hoursWithEnough(filled), count).map(async (range) => {
        const minDurationMs = await slowest(store, range);
        return {
          path: '/traces/compare',
          body: { from: asMs(range.from), to: asMs(range.to), selection: { minDurationMs } },
          lean: (ask) =>
            ask.rows(COUNTS, { ...rangeParameters(range), least: Math.round(minDurationMs * 1e6) }),
        };
      }),
    );
  },
  wrong: ({ selected = 0, fields }) =>
    selected > 0.9 * SELECTED && selected < 1.1 * SELECTED && fields && fields.length > 0
      ? undefined
      : `${selected} spans are selected`,
};

function hoursWithEnough({ range, traces }: Filled): number {
  const perHour = (traces * ENTRY_SPANS) / Number((range.to - range.from) / HOUR);
  return Math.min(24, Math.ceil((2.5 * SELECTED) / perHour));
}

/** The duration that so many entry spans reach, in milliseconds. */
async function slowest(store: Questionable, range: TimeRange): Promise<number> {
  const [row] = await store.rows<{ ns: string }>(
    `SELECT duration_ns AS ns FROM spans WHERE ${within('start_time')} AND ${ENTRY}
     ORDER BY ns DESC LIMIT 1 OFFSET ${SELECTED}`,
    rangeParameters(range),
  );
  if (!row)
    throw new Error(`there are not ${SELECTED} entry spans: fill the store with more spans`);
  return Number(row.ns) / 1e6;
}

const COUNTS = `
  SELECT pair.1 AS field, pair.2 AS value, countIf(selected) AS in_selection, count() AS in_all
  FROM (
    SELECT duration_ns >= {least:Int64} AS selected,
      arrayConcat(
        [('service', service), ('name', name), ('version', version), ('instance', instance),
         ('status', toString(status_code)), ('kind', toString(kind))],
        arrayZip(mapKeys(attributes), mapValues(attributes))
      ) AS pairs
    FROM spans
    WHERE ${within('start_time')} AND ${ENTRY}
  )
  ARRAY JOIN pairs AS pair
  GROUP BY field, value
  ORDER BY in_selection DESC
  LIMIT 50 BY field`;
