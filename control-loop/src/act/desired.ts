import { createHash } from 'node:crypto';
import type { Document } from '@nunchi/store/control/documents';
import type { ServiceSettings } from '@nunchi/store/control/settings';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import type { LoopState } from '../log/state.ts';
import type { WantedConfig } from '../opamp/session.ts';

/** States in which an action is in force. */
export const IN_FORCE: ReadonlySet<ActionSnapshot['state']> = new Set([
  'started',
  'applied',
  'verified',
]);

/** Whether the configuration of its callers' instances holds this action now. */
export function isInForce({ state, endsAt }: ActionSnapshot, now: number): boolean {
  return IN_FORCE.has(state) && endsAt !== null && now < endsAt;
}

/**
 * The configuration that every instance of a service should have: what people set for it, and
 * what the actions in force ask of it. Its shape is a contract with the agents, and equal
 * configurations are equal byte by byte.
 */
export function desiredConfig(
  service: string,
  actions: Iterable<ActionSnapshot>,
  settings: readonly Document<ServiceSettings>[],
  now: number,
): WantedConfig {
  const breakers = [...actions]
    .filter((action) => isInForce(action, now) && action.callers.includes(service))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, peer, addresses, startedAt, forMs, slowCallMs }) => ({
      id,
      peer,
      addresses,
      state: 'open' as const,
      issuedAt: startedAt,
      forMs,
      slowCallMs,
    }));
  const set = settings.find(({ id }) => id === service)?.body;
  const config = { version: 1, breakers, ...(set && { settings: set }) };
  const body = JSON.stringify(config);
  return {
    body,
    hash: createHash('sha256').update(body).digest('hex'),
    empty: breakers.length === 0 && Object.keys(set ?? {}).length === 0,
  };
}

/** The actions that the log knows, as they are. */
export function actionsOf({ action }: Pick<LoopState, 'action'>): ActionSnapshot[] {
  return Array.from(action.values(), ({ body }) => body);
}
