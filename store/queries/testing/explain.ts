import type { Parameters, Store } from '../../client.ts';

/** How many granules (4,096 spans, 8,192 rows of other tables) a question reads, after every index. */
export async function granules(
  store: Store,
  sql: string,
  parameters: Parameters = {},
): Promise<number> {
  const rows = await store.rows<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, parameters);
  const line = rows.map((row) => row.explain).find((text) => /Parts: \d+ \| Granules/.test(text));
  return Number(/Granules: (\d+)/.exec(line ?? '')?.[1] ?? 0);
}
