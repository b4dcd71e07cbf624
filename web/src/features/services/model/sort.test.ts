import { expect, it } from 'vitest';
import type { ServiceSummary } from '../../../api/types.ts';
import { filterServices, sortServices } from './sort.ts';

const service = (name: string, more: Partial<ServiceSummary> = {}): ServiceSummary => ({
  service: name,
  namespaces: [],
  environments: [],
  versions: [],
  requests: 0,
  requestsPerSecond: 0,
  errors: 0,
  errorRate: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  before: null,
  instances: 1,
  lastSeenUnixNano: '1',
  health: 'unknown',
  healthReason: '',
  points: [],
  ...more,
});
const names = (services: readonly ServiceSummary[]): string =>
  services.map((s) => s.service).join(' ');

it('puts what has no value last, in both orders', () => {
  const all = [service('none'), service('slow', { p95Ms: 900 }), service('fast', { p95Ms: 3 })];
  expect(names(sortServices(all, 'p95', 'down'))).toBe('slow fast none');
  expect(names(sortServices(all, 'p95', 'up'))).toBe('fast slow none');
});

it('puts the sick first and ties by name', () => {
  const all = [
    service('b', { health: 'healthy' }),
    service('a', { health: 'healthy' }),
    service('c', { health: 'unhealthy' }),
    service('d', { health: 'degraded' }),
  ];
  expect(names(sortServices(all, 'health', 'down'))).toBe('c d a b');
});

it('compares nanoseconds exactly', () => {
  const all = [
    service('older', { lastSeenUnixNano: '1763700000000000001' }),
    service('newer', { lastSeenUnixNano: '1763700000000000002' }),
  ];
  expect(names(sortServices(all, 'seen', 'down'))).toBe('newer older');
});

it('filters by a part of the name in any case', () => {
  const all = [service('ts-Order-service'), service('결제')];
  expect(names(filterServices(all, ' order '))).toBe('ts-Order-service');
  expect(names(filterServices(all, '결'))).toBe('결제');
  expect(names(filterServices(all, undefined))).toBe('ts-Order-service 결제');
});
