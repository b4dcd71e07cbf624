import { INSTANCE_STATUSES } from '@nunchi/store/control/snapshots';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { InstanceRegistry } from './registry.ts';

/** What is read when somebody asks for it. */
export function observeInstances(registry: Registry, instances: InstanceRegistry): void {
  const registers = [registry];
  new Gauge({
    name: 'nunchi_control_instances',
    help: 'Agents that speak OpAMP with the control loop, by status',
    labelNames: ['status'],
    registers,
    collect() {
      const counts = new Map<string, number>();
      for (const { status } of instances.instances()) {
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }
      for (const status of INSTANCE_STATUSES) this.set({ status }, counts.get(status) ?? 0);
    },
  });
  new Counter({
    name: 'nunchi_control_breaker_changes_dropped_total',
    help: 'Changes of breakers that were too many to keep until the event log took them',
    registers,
    collect() {
      this.reset();
      this.inc(instances.droppedChanges);
    },
  });
}
