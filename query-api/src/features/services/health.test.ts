import { expect, it } from 'vitest';
import { healthOf } from './health.ts';

const alarm = (severity: 'critical' | 'warning' | 'info') => ({
  severity,
  summary: `${severity}!`,
});

it.each([
  ['no errors, a critical alarm', 0, ['warning', 'critical'], 'unhealthy', 'critical!'],
  ['no errors, a warning', 0, ['info', 'warning'], 'degraded', 'warning!'],
  ['many errors, a warning', 50, ['warning'], 'unhealthy', '50 of 100 requests failed'],
  ['no errors, something to know', 0, ['info'], 'healthy', 'info!'],
] as const)('%s', (_name, errors, severities, health, reason) => {
  const found = healthOf(100, errors, severities.map(alarm));
  expect(found.health).toBe(health);
  expect(found.healthReason).toContain(reason);
});

it('an alarm of a service without requests counts', () => {
  expect(healthOf(0, 0, [alarm('critical')]).health).toBe('unhealthy');
});

it.each([
  [0, 0, 'unknown', 'It answered no requests in this time.'],
  [1, 0, 'healthy', 'None of 1 request failed.'],
  [1000, 9, 'healthy', '9 of 1000 requests failed (0.9 %).'],
  [1000, 10, 'degraded', '10 of 1000 requests failed (1 %); degraded from 1 %.'],
  [10_000, 499, 'degraded', '499 of 10000 requests failed (4.99 %); degraded from 1 %.'],
  [100, 5, 'unhealthy', '5 of 100 requests failed (5 %); unhealthy from 5 %.'],
  [3, 1, 'unhealthy', '1 of 3 requests failed (33.3 %); unhealthy from 5 %.'],
])('%i requests, %i errors: %s', (requests, errors, health, healthReason) => {
  expect(healthOf(requests, errors)).toEqual({ health, healthReason });
});
