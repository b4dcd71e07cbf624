import { ACTION_STATES } from '@nunchi/store/control/snapshots';
import { Gauge, type Registry } from 'prom-client';
import type { EventLog } from '../log/log.ts';
import { actionsOf } from './desired.ts';

/** What is read when somebody asks for it. */
export function observeActions(registry: Registry, log: EventLog): void {
  new Gauge({
    name: 'nunchi_control_actions',
    help: 'Actions that are not over, and those that were in the last 24 hours, by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const actions = actionsOf(log.state);
      for (const state of ACTION_STATES) {
        this.set({ state }, actions.filter((action) => action.state === state).length);
      }
    },
  });
}
