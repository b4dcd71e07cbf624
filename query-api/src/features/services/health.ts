import type { Static } from 'typebox';
import type { Health } from './schema.ts';

const UNHEALTHY_FROM = 0.05;
const DEGRADED_FROM = 0.01;

/** How a service is by the share of its requests that failed, and the same in words. */
export function healthOf(
  requests: number,
  errors: number,
): { health: Static<typeof Health>; healthReason: string } {
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
