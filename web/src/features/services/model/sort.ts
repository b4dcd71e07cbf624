import type { ServiceSummary } from '../../../api/types.ts';
import type { Sort } from '../url.ts';

type Value = number | bigint | string | null;

const HEALTH_RANK: Record<string, number> = { unhealthy: 3, degraded: 2, healthy: 1, unknown: 0 };

const VALUES: Record<Sort, (service: ServiceSummary) => Value> = {
  service: ({ service }) => service,
  health: ({ health }) => HEALTH_RANK[health] ?? 0,
  requests: ({ requests }) => requests,
  errors: ({ errorRate }) => errorRate,
  p50: ({ p50Ms }) => p50Ms,
  p95: ({ p95Ms }) => p95Ms,
  p99: ({ p99Ms }) => p99Ms,
  instances: ({ instances }) => instances,
  seen: ({ lastSeenUnixNano }) => BigInt(lastSeenUnixNano),
};

export type Order = 'up' | 'down';

/** Names read from A; of everything else the greatest is the most interesting. */
export const firstOrder = (sort: Sort): Order => (sort === 'service' ? 'up' : 'down');

/** Sorted copy. What has no value comes last in both orders; ties go by name. */
export function sortServices(
  services: readonly ServiceSummary[],
  sort: Sort,
  order: Order,
): ServiceSummary[] {
  const valueOf = VALUES[sort];
  const sign = order === 'up' ? 1 : -1;
  return [...services].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left !== right) {
      if (left === null) return 1;
      if (right === null) return -1;
      return left < right ? -sign : sign;
    }
    return a.service < b.service ? -1 : a.service > b.service ? 1 : 0;
  });
}

export function filterServices(
  services: readonly ServiceSummary[],
  filter: string | undefined,
): readonly ServiceSummary[] {
  const wanted = filter?.trim().toLowerCase();
  if (!wanted) return services;
  return services.filter(({ service }) => service.toLowerCase().includes(wanted));
}
