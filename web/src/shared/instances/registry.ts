import type { Reply } from '../../api/types.ts';

export type Instance = Reply<'listInstances'>['instances'][number];

export const STATUSES = ['healthy', 'degraded', 'late', 'down', 'left'] as const;
export type Status = (typeof STATUSES)[number];

export interface Filters {
  readonly service?: string | undefined;
  readonly status?: Status | undefined;
}

const RANK: Record<Status, number> = { down: 0, late: 1, degraded: 2, healthy: 3, left: 4 };

/**
 * Those that match, what needs somebody first; alike ones by service and instance. Those that are
 * gone are shown only when `left` is asked for: every restart leaves one behind.
 */
export function showInstances(
  instances: readonly Instance[],
  { service, status }: Filters,
): Instance[] {
  const living = new Set(instances.filter(isAlive).map(identity));
  const statusOf = (each: Instance): Status =>
    !isAlive(each) && living.has(identity(each)) ? 'left' : each.status;
  return instances
    .filter((each) => service === undefined || each.service === service)
    .filter((each) =>
      status === undefined ? statusOf(each) !== 'left' : statusOf(each) === status,
    )
    .sort(
      (a, b) =>
        RANK[a.status] - RANK[b.status] ||
        compare(a.service, b.service) ||
        compare(a.instance, b.instance),
    );
}

const isAlive = ({ status }: Instance): boolean => status === 'healthy' || status === 'degraded';

/** What a restarted process has in common with the one before, which has another uid. */
const identity = ({ service, namespace, environment, instance }: Instance): string =>
  JSON.stringify([service, namespace, environment, instance]);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many there are of each status, those that there are, what needs somebody first. */
export function countStatuses(instances: readonly Instance[]): { status: Status; count: number }[] {
  return STATUSES.map((status) => ({
    status,
    count: instances.filter((each) => each.status === status).length,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => RANK[a.status] - RANK[b.status]);
}
