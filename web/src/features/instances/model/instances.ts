import type { Breaker, Instance } from '../api/queries.ts';

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

export interface BreakerSummary {
  readonly words: string;
  /** Whether calls are being held back. */
  readonly alarming: boolean;
}

/** The breakers of an instance in a few words: `1 open, 1 half-open of 4`. */
export function summarizeBreakers(breakers: readonly Breaker[]): BreakerSummary | undefined {
  if (breakers.length === 0) return undefined;
  const count = (state: Breaker['state']): number =>
    breakers.filter((each) => each.state === state).length;
  const open = count('open');
  const probing = count('half-open');
  if (open + probing === 0) return { words: `${breakers.length} closed`, alarming: false };
  const parts = [open > 0 && `${open} open`, probing > 0 && `${probing} half-open`].filter(Boolean);
  return { words: `${parts.join(', ')} of ${breakers.length}`, alarming: true };
}

/** Whether what is wanted of an instance is in force, as one sentence. */
export function explainConfig(instance: Pick<Instance, 'configStatus' | 'configError'>): string {
  switch (instance.configStatus) {
    case 'applied':
      return 'Applied: the instance reports that what is wanted is in force.';
    case 'applying':
      return 'Waiting: the instance has not reported yet that it took what is wanted.';
    case 'failed':
      return `Failed: ${sentence(instance.configError || 'the instance gave no reason')} It keeps what it had.`;
    default:
      return 'Nothing is wanted of this instance: it runs on its own defaults.';
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** A configuration as people read it; the keys in order, so that two can be compared. */
export const formatConfig = (config: unknown): string =>
  typeof config === 'string' ? config : JSON.stringify(sorted(config), null, 2);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

export interface Health {
  readonly healthy: boolean;
  readonly status: string;
  readonly lastError: string;
}

/** What of OpAMP's ComponentHealth is shown; undefined when there is none or it is not one. */
export function readHealth(health: unknown): Health | undefined {
  if (typeof health !== 'object' || health === null || !('healthy' in health)) return undefined;
  const given = health as { healthy: unknown; status?: unknown; lastError?: unknown };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    healthy: given.healthy === true,
    status: text(given.status),
    lastError: text(given.lastError),
  };
}
