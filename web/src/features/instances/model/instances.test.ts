import { expect, it } from 'vitest';
import type { Breaker, Instance } from '../api/queries.ts';
import {
  countStatuses,
  explainConfig,
  formatConfig,
  readHealth,
  showInstances,
  summarizeBreakers,
} from './instances.ts';

const instance = (service: string, status: Instance['status'], name = 'a'): Instance => ({
  instanceUid: `${service}-${name}`,
  service,
  namespace: '',
  environment: '',
  version: '',
  instance: name,
  status,
  firstSeenUnixNano: '1',
  lastSeenUnixNano: '2',
  heartbeatSeconds: 5,
  breakers: [],
  configStatus: 'unset',
  configError: '',
  wantedHash: '',
  reportedHash: '',
});
const all = [
  instance('b', 'healthy'),
  instance('a', 'healthy', 'z'),
  instance('a', 'healthy', 'y'),
  instance('c', 'left'),
  instance('d', 'down'),
];
const breaker = (state: Breaker['state']): Breaker => ({ address: 'host:1', state, reason: '' });

it('shows what needs somebody first, without those that left', () => {
  const names = showInstances(all, {}).map((each) => each.service + each.instance);
  expect(names).toEqual(['da', 'ay', 'az', 'ba']);
});

it('takes one that is down and whose name is alive again as left', () => {
  const again = { ...instance('d', 'healthy'), instanceUid: 'another' };
  const shown = (status?: Instance['status']) =>
    showInstances([...all, again], { status }).map((each) => each.instanceUid);
  expect(shown()).toEqual(['a-y', 'a-z', 'b-a', 'another']);
  expect(shown('down')).toEqual([]);
  expect(shown('left')).toEqual(['d-a', 'c-a']);
  expect(showInstances([instance('d', 'down'), instance('d', 'down')], {})).toHaveLength(2);
});

it('filters by service and status', () => {
  expect(showInstances(all, { service: 'a' })).toHaveLength(2);
  expect(showInstances(all, { service: 'a', status: 'down' })).toHaveLength(0);
});

it('counts the statuses that there are', () => {
  expect(countStatuses(all)).toEqual([
    { status: 'down', count: 1 },
    { status: 'healthy', count: 3 },
    { status: 'left', count: 1 },
  ]);
});

it('says of breakers what matters', () => {
  expect(summarizeBreakers([])).toBeUndefined();
  expect(summarizeBreakers([breaker('closed'), breaker('closed')])).toEqual({
    words: '2 closed',
    alarming: false,
  });
  expect(summarizeBreakers([breaker('open'), breaker('half-open'), breaker('closed')])).toEqual({
    words: '1 open, 1 half-open of 3',
    alarming: true,
  });
});

it('explains whether the configuration is in force', () => {
  const say = (configStatus: Instance['configStatus'], configError = ''): string =>
    explainConfig({ configStatus, configError });
  expect(say('failed', 'unknown key "sampling.rate"')).toBe(
    'Failed: unknown key "sampling.rate". It keeps what it had.',
  );
  expect(say('failed')).toMatch(/gave no reason/);
  expect(say('applied')).toMatch(/^Applied/);
  expect(say('applying')).toMatch(/^Waiting/);
  expect(say('unset')).toMatch(/^Nothing is wanted/);
});

it('writes configurations so that they can be compared, and text as it is', () => {
  expect(formatConfig({ b: [{ d: 1, c: 2 }], a: null })).toBe(
    JSON.stringify({ a: null, b: [{ c: 2, d: 1 }] }, null, 2),
  );
  expect(formatConfig('not json')).toBe('not json');
});

it('reads health, and nothing that is none', () => {
  expect(readHealth({ healthy: true, status: 'running' })).toEqual({
    healthy: true,
    status: 'running',
    lastError: '',
  });
  expect(readHealth(null)).toBeUndefined();
  expect(readHealth('ill')).toBeUndefined();
});
