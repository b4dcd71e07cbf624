import type { Severity } from '@nunchi/store/alarms/rule';
import type { Static } from 'typebox';
import {
  type Compared,
  compareErrors,
  compareLatency,
  FEWEST_ERRORS,
  type Usual,
} from './compare.ts';
import type { Health } from './schema.ts';
import { count, duration, percent } from './words.ts';

const UNHEALTHY_FROM = 0.05;
const DEGRADED_FROM = 0.01;

export interface HealthInWords {
  readonly health: Static<typeof Health>;
  readonly healthReason: string;
}

/** An alarm that fires, in one sentence. */
export interface FiringAlarm {
  readonly severity: Severity;
  readonly summary: string;
}

/** What else is known of a service. */
interface Known {
  readonly alarms?: readonly FiringAlarm[];
  readonly p95Ms?: number | null;
  /** What is usual for it; null: it is too young for that. */
  readonly usual?: Usual | null;
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
const rank = ({ health }: HealthInWords) => WORST_FIRST.indexOf(health);

/**
 * How a service is, and why: the worse of what its alarms say, each of which looks at what is right
 * for the service, and of its requests compared with what is usual for it. Where nothing is known
 * of that, the share that failed is compared with bounds that are the same for all.
 */
export function healthOf(requests: number, errors: number, known: Known = {}): HealthInWords {
  const { alarms = [], p95Ms = null, usual = null } = known;
  const byRequests =
    usual && requests > 0 && p95Ms !== null
      ? healthByUsual({ requests, errors, p95Ms }, usual)
      : healthByErrors(requests, errors);
  const worst = alarms
    .map(({ severity, summary }) => ({ health: HEALTH_UNDER[severity], healthReason: summary }))
    .sort((a, b) => rank(a) - rank(b))[0];
  return worst && rank(worst) <= rank(byRequests) ? worst : byRequests;
}

function healthByUsual(now: Compared, usual: Usual): HealthInWords {
  const { requests, errors, p95Ms } = now;
  const told = {
    errors: `${failed(requests, errors)}, usually ${percent(usual.errorRates[1])}.`,
    latency: `p95 is ${duration(p95Ms)}, usually ${duration(usual.p95Ms[1])}.`,
  };
  const found = [
    { health: compareErrors(now, usual), healthReason: told.errors },
    { health: compareLatency(now, usual), healthReason: told.latency },
  ].filter(({ health }) => health !== 'healthy');
  const [first, second] = found.sort((a, b) => rank(a) - rank(b));
  if (!first) {
    const asUsual = `${failed(requests, errors)} and p95 is ${duration(p95Ms)}: as usual`;
    // What fails all day is no news, but not well either.
    return errors >= FEWEST_ERRORS && errors / requests >= UNHEALTHY_FROM
      ? {
          health: 'degraded',
          healthReason: `${asUsual}, but degraded from ${percent(UNHEALTHY_FROM)}.`,
        }
      : { health: 'healthy', healthReason: `${asUsual}.` };
  }
  return {
    health: first.health,
    healthReason: [first, second].flatMap((one) => one?.healthReason ?? []).join(' '),
  };
}

function healthByErrors(requests: number, errors: number): HealthInWords {
  if (requests === 0) {
    return { health: 'unknown', healthReason: 'It answered no requests in this time.' };
  }
  const rate = errors / requests;
  const happened = failed(requests, errors);
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

const failed = (requests: number, errors: number): string =>
  errors === 0
    ? `None of ${count(requests)} failed`
    : `${percent(errors / requests)} of ${count(requests)} failed`;
