import type { Questionable } from '../../../../store/client.ts';

/** Columns, in SQL over `trace`, of so many traces that are spread over all. */
export function sample<Row>(
  store: Questionable,
  columns: string,
  traces: number,
  count: number,
): Promise<Row[]> {
  return store.rows<Row>(
    `SELECT ${columns}
     FROM (SELECT cityHash64(number, 'sample') % {traces:UInt64} AS trace FROM numbers({count:UInt64}))`,
    { traces, count },
  );
}
