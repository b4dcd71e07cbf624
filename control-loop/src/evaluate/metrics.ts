import { ALARM_STATES } from '@nunchi/store/control/snapshots';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EventLog } from '../log/log.ts';

export interface EvaluationMetrics {
  readonly evaluations: Counter<'outcome'>;
  readonly duration: Histogram;
}

export function createEvaluationMetrics(registry: Registry): EvaluationMetrics {
  const registers = [registry];
  return {
    evaluations: new Counter({
      name: 'nunchi_control_rule_evaluations_total',
      help: 'Evaluations of alarm rules; skipped: the store was away',
      labelNames: ['outcome'],
      registers,
    }),
    duration: new Histogram({
      name: 'nunchi_control_rule_evaluation_duration_seconds',
      help: 'Time to evaluate one rule',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  };
}

/** What is read when somebody asks for it. */
export function observeAlarms(registry: Registry, log: EventLog, missed: () => number): void {
  new Gauge({
    name: 'nunchi_control_alarms',
    help: 'Alarms that are not over, and those that were in the last 24 hours, by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const states = [...log.state.alarm.values()].map(({ body }) => body.state);
      for (const state of ALARM_STATES) {
        this.set({ state }, states.filter((other) => other === state).length);
      }
    },
  });
  new Counter({
    name: 'nunchi_control_rule_evaluations_missed_total',
    help: 'Times at which no rule was evaluated because the evaluation before still ran',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(missed());
    },
  });
}
