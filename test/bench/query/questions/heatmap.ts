import { rangeParameters, within } from '../../../../store/queries/time.ts';
import { asMs, type Question, url } from '../question.ts';
import { hoursOf } from './ranges.ts';

const COLUMNS = 120;

/** How long requests took, over an hour. */
export const heatmap: Question = {
  name: 'heatmap of 1 h',
  atMostMs: 300,
  async make(_store, filled, count) {
    return hoursOf(filled, 1, count).map((range) => ({
      path: url('/traces/heatmap', {
        from: asMs(range.from),
        to: asMs(range.to),
        columns: String(COLUMNS),
      }),
      lean: (store) =>
        store.rows(CELLS, {
          ...rangeParameters(range),
          stepNs: (range.to - range.from) / BigInt(COLUMNS),
        }),
    }));
  },
  wrong: ({ cells }) => (cells && cells.length > COLUMNS ? undefined : 'it has hardly a cell'),
};

const CELLS = `
  SELECT intDiv(toUnixTimestamp64Nano(start_time) - {from:Int64}, {stepNs:Int64}) AS column,
    toInt16(floor(log10(greatest(duration_ns, 1000)) * 6)) AS row,
    count() AS spans, countIf(status_code = 2) AS errors
  FROM spans
  WHERE ${within('start_time')} AND (kind IN (2, 5) OR parent_span_id = toFixedString('', 8))
  GROUP BY column, row`;
