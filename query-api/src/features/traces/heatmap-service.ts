import type { Questionable } from '@nunchi/store';
import { spanHeatmap } from '@nunchi/store/queries/traces/heatmap';
import type { Static } from 'typebox';
import { readQuery } from '../../model/filters.ts';
import { parseRange } from '../../model/time.ts';
import { countsEntries, toFilter } from './filter.ts';
import { coarseCells, columnsOf, rowsOf } from './heatmap-model.ts';
import type { HeatmapQuery, HeatmapReply } from './heatmap-schema.ts';

/** Spans by when they began and how long they took. */
export async function getHeatmap(
  store: Questionable,
  asked: Static<typeof HeatmapQuery>,
  now: number,
): Promise<Static<typeof HeatmapReply>> {
  const range = parseRange(asked, now);
  const query = asked.q === undefined ? undefined : readQuery(asked.q, 'traces');
  const filter = { ...toFilter(asked, query), entry: countsEntries(asked.spans, [query]) };
  const { origin, stepMs, count } = columnsOf(range, asked.columns);
  const found = await spanHeatmap(store, range, filter, {
    origin,
    step: BigInt(stepMs) * 1_000_000n,
  });
  const rows = rowsOf(
    found.map((cell) => cell.row),
    asked.rows,
  );
  const cells = coarseCells(found, rows.rowOf);
  return {
    fromUnixNano: String(origin),
    stepMs,
    columns: count,
    boundsMs: [...rows.boundsMs],
    cells,
    spans: cells.reduce((sum, cell) => sum + cell.spans, 0),
    errors: cells.reduce((sum, cell) => sum + cell.errors, 0),
  };
}
