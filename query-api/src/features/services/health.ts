import type { Severity } from '@nunchi/store/alarms/rule';
import type { Static } from 'typebox';
import type { Health } from './schema.ts';

const UNHEALTHY_FROM = 0.05;
const DEGRADED_FROM = 0.01;

interface HealthInWords {
  readonly health: Static<typeof Health>;
  readonly healthReason: string;
}

/** An alarm that fires, in one sentence. */
export interface FiringAlarm {
  readonly severity: Severity;
  readonly summary: string;
}

const HEALTH_UNDER: Readonly<Record<Severity, Static<typeof Health>>> = {
  critical: 'unhealthy',
  warning: 'degraded',
  info: 'healthy',
};
const WORST_FIRST: readonly Static<typeof Health>[] = [
  'unhealthy',
  'degraded',
  'healthy',
  'unknown',
];

/**
 * How a service is, and why: the worse of what its alarms say, each of which looks at what is right
 * for the service, and of the share of its requests that failed.
 */
export function healthOf(
  requests: number,
  errors: number,
  alarms: readonly FiringAlarm[] = [],
): HealthInWords {
  const byErrors = healthByErrors(requests, errors);
  const rank = (health: Static<typeof Health>) => WORST_FIRST.indexOf(health);
  const worst = alarms
    .map(({ severity, summary }) => ({ health: HEALTH_UNDER[severity], healthReason: summary }))
    .sort((a, b) => rank(a.health) - rank(b.health))[0];
  return worst && rank(worst.health) <= rank(byErrors.health) ? worst : byErrors;
}

function healthByErrors(requests: number, errors: number): HealthInWords {
  if (requests === 0) {
    return { health: 'unknown', healthReason: 'It answered no requests in this time.' };
  }
  const rate = errors / requests;
  const happened =
    errors === 0
      ? `None of ${count(requests)} failed`
      : `${errors} of ${count(requests)} failed (${percent(rate)})`;
  if (rate >= UNHEALTHY_FROM) {
    return {
      health: 'unhealthy',
      healthReason: `${happened}; unhealthy from ${percent(UNHEALTHY_FROM)}.`,
    };
  }
  if (rate >= DEGRADED_FROM) {
    return {
      health: 'degraded',
      healthReason: `${happened}; degraded from ${percent(DEGRADED_FROM)}.`,
    };
  }
  return { health: 'healthy', healthReason: `${happened}.` };
}

const count = (requests: number): string => `${requests} request${requests === 1 ? '' : 's'}`;
// Three digits, so that what is just under a bound is not shown as the bound.
const percent = (rate: number): string => `${Number((rate * 100).toPrecision(3))} %`;
