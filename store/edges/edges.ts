import type { Questionable } from '../client.ts';
import { openMinutes } from '../queries/services/edges-open.ts';
import type { Scope } from '../queries/services/scope.ts';
import { dependencies, type DependencyRow } from '../queries/services/service-map.ts';
import type { TimeRange } from '../queries/time.ts';
import { planReading, type Reading, widened } from './reading.ts';

/** Spans that are joined while somebody waits: some 100 ms; what 1,300 a second leave open. */
const MOST_JOINED_SPANS = 100_000;

export interface Edges extends Pick<Reading, 'covered' | 'missing'> {
  readonly rows: readonly DependencyRow[];
}

/** Who depends on whom in the range, of which time that is, and what could not be said. */
export async function edgesOf(
  store: Questionable,
  range: TimeRange,
  scope: Scope = {},
): Promise<Edges> {
  const open = await openMinutes(store, widened(range));
  const reading = planReading(range, open, MOST_JOINED_SPANS);
  const { covered, missing } = reading;
  return { rows: await dependencies(store, reading, scope), covered, missing };
}
