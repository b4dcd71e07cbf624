import { expect, it } from 'vitest';
import { countStatuses, type Instance, showInstances } from './registry.ts';

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
