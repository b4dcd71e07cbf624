import type { Static } from 'typebox';
import type { Breaker } from './schema.ts';

const PREFIX = 'breaker/';
const STATES = ['closed', 'open', 'half-open'] as const;

/**
 * The breakers in an agent's ComponentHealth: components `breaker/<host:port>`, by address. It is
 * what an agent says of itself, so nothing in it is taken for granted.
 */
export function breakersOf(health: unknown): Static<typeof Breaker>[] {
  const { componentHealthMap, component_health_map } = fields(health);
  return Object.entries(fields(componentHealthMap ?? component_health_map))
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, component]): Static<typeof Breaker> => {
      const { status, lastError, last_error } = fields(component);
      const reason = lastError ?? last_error;
      return {
        address: key.slice(PREFIX.length),
        state: STATES.find((state) => state === status) ?? 'unknown',
        reason: typeof reason === 'string' ? reason : '',
      };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

const fields = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
