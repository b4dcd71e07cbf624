import type { Round } from '@nunchi/store/edges/round';
import { Counter, Gauge, type Registry } from 'prom-client';

export interface EdgeMetrics {
  /** What became of a round, at a time in epoch milliseconds. */
  passed(round: Round, now: number): void;
  failed(): void;
}

export function createEdgeMetrics(registry: Registry): EdgeMetrics {
  const registers = [registry];
  const computed = new Counter({
    name: 'nunchi_control_edge_minutes_computed_total',
    help: 'Minutes whose edges of the service map were computed; a minute counts again when it is computed again',
    registers,
  });
  const waiting = new Gauge({
    name: 'nunchi_control_edge_minutes_waiting',
    help: 'Minutes whose edges wait to be computed',
    registers,
  });
  const lag = new Gauge({
    name: 'nunchi_control_edge_lag_seconds',
    help: 'How long the newest minute whose edges wait has been over; 0: none waits',
    registers,
  });
  const failures = new Counter({
    name: 'nunchi_control_edge_failures_total',
    help: 'Rounds in which edges could not be computed',
    registers,
  });
  return {
    passed(round, now) {
      computed.inc(round.computed);
      waiting.set(round.waiting);
      const { newestWaiting } = round;
      lag.set(newestWaiting === undefined ? 0 : Math.max(0, now / 1_000 - newestWaiting - 60));
    },
    failed: () => failures.inc(),
  };
}
