import type { Instance } from '../../../shared/instances/registry.ts';

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

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
