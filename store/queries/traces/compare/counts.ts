import type { Questionable } from '../../../client.ts';
import { sampledSql, type Sampling, type Sides, sidesSql } from './sides.ts';

export interface SideCounts {
  readonly selected: number;
  readonly rest: number;
}

/** How many spans of each side are looked at. */
export async function sideCounts(
  store: Questionable,
  sides: Sides,
  sampling: Sampling,
): Promise<SideCounts> {
  const { where, selected, parameters } = sampledSql(sidesSql(sides), sampling);
  const [row] = await store.rows<{ selected: string; rest: string }>(
    `SELECT countIf(${selected}) AS selected, count() - selected AS rest FROM spans WHERE ${where}`,
    parameters,
  );
  return { selected: Number(row?.selected ?? 0), rest: Number(row?.rest ?? 0) };
}
