import type { Alarm } from '../../../api/types.ts';

/** An alarm for tests: only what a test is about has to be said. */
export const alarmFixture = (part: Partial<Alarm>): Alarm => ({
  fingerprint: 'f1',
  ruleId: 'payment-slow',
  ruleName: 'payment is slow',
  severity: 'critical',
  labels: { service: 'payment' },
  annotations: {},
  state: 'firing',
  evaluation: 'ok',
  activeSince: 1000,
  firedAt: 2000,
  resolvedAt: null,
  clearSince: null,
  value: 1520,
  condition: 'p95 of service:payment over 1m > 500 ms',
  message: '',
  chain: 'f1@1000',
  service: 'payment',
  summary: 'payment is slow',
  currentValue: 1520,
  notifications: { queued: 0, retrying: 0, delivered: 0, abandoned: 0 },
  actions: [],
  ...part,
});
