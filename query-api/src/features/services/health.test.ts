import { expect, it } from 'vitest';
import { healthOf } from './health.ts';

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
