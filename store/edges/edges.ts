import type { Questionable } from '../client.ts';
import { openMinutes } from '../queries/services/edges-open.ts';
import type { Scope } from '../queries/services/scope.ts';
import { dependencies, type DependencyRow } from '../queries/services/service-map.ts';
import type { TimeRange } from '../queries/time.ts';
import { planReading, type Reading } from './reading.ts';

/** Spans that are joined while somebody waits: some 50 ms. */
const MOST_JOINED_SPANS = 100_000;

export interface Edges {
  readonly rows: readonly DependencyRow[];
  readonly missing: Reading['missing'];
}

/** Who depends on whom in the range, and what could not be said. */
export async function edgesOf(
  store: Questionable,
  range: TimeRange,
  scope: Scope = {},
): Promise<Edges> {
  const open = await openMinutes(store, range);
  const reading = planReading(range, open, MOST_JOINED_SPANS);
  return { rows: await dependencies(store, reading, scope), missing: reading.missing };
}
