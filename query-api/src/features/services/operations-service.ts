import type { Questionable } from '@nunchi/store';
import { type OperationOrder, serviceOperations } from '@nunchi/store/queries/services/operations';
import type { Scope } from '@nunchi/store/queries/services/scope';
import type { TimeRange } from '@nunchi/store/queries/time';
import type { Static } from 'typebox';
import { KINDS, toMilliseconds } from '../../model/span.ts';
import type { OperationsReply } from './schema.ts';
import { coveredSeconds } from './service.ts';

const MOST_OPERATIONS = 500;

/** What a service was asked to do in the range. */
export async function listOperations(
  store: Questionable,
  service: string,
  sort: OperationOrder,
  range: TimeRange,
  scope: Scope,
): Promise<Static<typeof OperationsReply>> {
  const [seconds, rows] = await Promise.all([
    coveredSeconds(store, range),
    serviceOperations(store, { service, range, scope, sort, limit: MOST_OPERATIONS + 1 }),
  ]);
  const operations = rows.slice(0, MOST_OPERATIONS).map((row) => {
    const requests = Number(row.requests);
    const errors = Number(row.errors);
    const [p50Ms, p95Ms, p99Ms] = row.quantilesNs;
    return {
      name: row.name,
      kind: KINDS[row.kind] ?? 'unspecified',
      requests,
      requestsPerSecond: requests / seconds,
      errors,
      errorRate: errors / requests,
      p50Ms: toMilliseconds(p50Ms),
      p95Ms: toMilliseconds(p95Ms),
      p99Ms: toMilliseconds(p99Ms),
      totalMs: toMilliseconds(row.totalNs),
    };
  });
  return { seconds, operations, truncated: rows.length > MOST_OPERATIONS };
}
