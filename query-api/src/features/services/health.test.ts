import { describe, expect, it } from 'vitest';
import type { Usual } from './compare.ts';
import { healthOf } from './health.ts';

const alarm = (severity: 'critical' | 'warning' | 'info') => ({
  severity,
  summary: `${severity}!`,
});

describe('alarms', () => {
  it.each([
    ['no errors, a critical alarm', 0, ['warning', 'critical'], 'unhealthy', 'critical!'],
    ['no errors, a warning', 0, ['info', 'warning'], 'degraded', 'warning!'],
    ['many errors, a warning', 50, ['warning'], 'unhealthy', '50 % of 100 requests failed'],
    ['no errors, something to know', 0, ['info'], 'healthy', 'info!'],
  ] as const)('%s', (_name, errors, severities, health, reason) => {
    const found = healthOf(100, errors, { alarms: severities.map(alarm) });
    expect(found.health).toBe(health);
    expect(found.healthReason).toContain(reason);
  });

  it('count for a service without requests', () => {
    expect(healthOf(0, 0, { alarms: [alarm('critical')] }).health).toBe('unhealthy');
  });
});

it.each([
  [0, 0, 'unknown', 'It answered no requests in this time.'],
  [1, 0, 'healthy', 'None of 1 request failed.'],
  [1000, 9, 'healthy', '0.9 % of 1,000 requests failed.'],
  [1000, 10, 'degraded', '1 % of 1,000 requests failed; degraded from 1 %.'],
  [10_000, 499, 'degraded', '4.99 % of 10,000 requests failed; degraded from 1 %.'],
  [100, 5, 'unhealthy', '5 % of 100 requests failed; unhealthy from 5 %.'],
  [3, 1, 'unhealthy', '33.3 % of 3 requests failed; unhealthy from 5 %.'],
])('without a past: %i requests, %i errors: %s', (requests, errors, health, healthReason) => {
  expect(healthOf(requests, errors)).toEqual({ health, healthReason });
});

describe('compared with what is usual', () => {
  const usual = (more: Partial<Usual> = {}): Usual => ({
    hours: 24,
    errorRates: [0, 0.001, 0.002],
    p95Ms: [230, 240, 250],
    ...more,
  });
  const told = (
    [requests, errors, p95Ms]: readonly [number, number, number],
    more: Partial<Usual> = {},
  ) => {
    const { health, healthReason } = healthOf(requests, errors, { p95Ms, usual: usual(more) });
    return `${health}: ${healthReason}`;
  };

  it.each([
    [
      'nothing is different',
      [4_120, 4, 250],
      {},
      'healthy: 0.0971 % of 4,120 requests failed and p95 is 250 ms: as usual.',
    ],
    ['five times slower', [4_120, 4, 1_200], {}, 'unhealthy: p95 is 1.2 s, usually 240 ms.'],
    ['twice as slow', [4_120, 4, 480], {}, 'degraded: p95 is 480 ms, usually 240 ms.'],
    [
      'a bit slower',
      [4_120, 0, 350],
      {},
      'healthy: None of 4,120 requests failed and p95 is 350 ms: as usual.',
    ],
    [
      'many fail',
      [4_120, 255, 240],
      {},
      'unhealthy: 6.19 % of 4,120 requests failed, usually 0.1 %.',
    ],
    [
      'more fail',
      [4_120, 60, 240],
      {},
      'degraded: 1.46 % of 4,120 requests failed, usually 0.1 %.',
    ],
    [
      'slower, and many fail: the worse first',
      [4_120, 255, 480],
      {},
      'unhealthy: 6.19 % of 4,120 requests failed, usually 0.1 %. p95 is 480 ms, usually 240 ms.',
    ],
    [
      'as many fail as ever, which is too many',
      [1_000, 200, 240],
      { errorRates: [0.18, 0.2, 0.22] },
      'degraded: 20 % of 1,000 requests failed and p95 is 240 ms: as usual, but degraded from 5 %.',
    ],
    [
      'slow, but it is that often',
      [4_120, 0, 480],
      { p95Ms: [200, 240, 400] },
      'healthy: None of 4,120 requests failed and p95 is 480 ms: as usual.',
    ],
    [
      'one failure of few requests is chance',
      [10, 1, 240],
      {},
      'healthy: 10 % of 10 requests failed and p95 is 240 ms: as usual.',
    ],
    [
      'four failures of many requests are chance',
      [1_000, 4, 240],
      {},
      'healthy: 0.4 % of 1,000 requests failed and p95 is 240 ms: as usual.',
    ],
    [
      'a slow one of few requests is chance',
      [19, 0, 2_400],
      {},
      'healthy: None of 19 requests failed and p95 is 2.4 s: as usual.',
    ],
    [
      'three times nothing is nothing',
      [4_120, 0, 3],
      { p95Ms: [0.9, 1, 1.1] },
      'healthy: None of 4,120 requests failed and p95 is 3 ms: as usual.',
    ],
    [
      'of one hour it is not known how much differs',
      [4_120, 0, 400],
      { hours: 1, p95Ms: [240, 240, 240] },
      'healthy: None of 4,120 requests failed and p95 is 400 ms: as usual.',
    ],
  ] as const)('%s', (_name, now, more, expected) => {
    expect(told(now, more)).toBe(expected);
  });

  it('a service that is idle now is not well or unwell', () => {
    expect(healthOf(0, 0, { usual: usual() }).health).toBe('unknown');
  });
});
