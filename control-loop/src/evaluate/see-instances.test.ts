import type { InstanceCondition } from '@nunchi/store/alarms/rule';
import { expect, it } from 'vitest';
import { type KnownInstance, seeInstances } from './see-instances.ts';

const NOW = 1_760_000_000_000;
const clock = { now: NOW, loopStart: NOW - 60_000 };
const condition = (change: Partial<InstanceCondition> = {}): InstanceCondition => ({
  kind: 'instance',
  query: '',
  states: ['late', 'down'],
  ...change,
});
const instance = (
  name: string,
  status: KnownInstance['status'],
  silentMs = 1_000,
): KnownInstance => ({
  instanceUid: `uid-${name}-${silentMs}`,
  service: 'cart',
  namespace: '',
  environment: 'test',
  version: '1',
  instance: name,
  status,
  lastSeen: NOW - silentMs,
});

/** `a active`, `b no-data`, ... */
function see(instances: readonly KnownInstance[], rule = condition()): string {
  const sight = seeInstances(rule, instances, clock);
  if (sight.kind === 'failed') return sight.message;
  return sight.series
    .map(({ labels, observation: seen }) => {
      const what = seen.kind === 'value' ? (seen.active ? 'active' : 'well') : seen.kind;
      return `${labels['instance']} ${what}`;
    })
    .join(', ');
}

it('is active while an instance is late or down', () => {
  const all = [instance('a', 'healthy'), instance('b', 'degraded'), instance('c', 'late')];
  expect(see([...all, instance('d', 'down')])).toBe('a well, b well, c active, d active');
});

it('counts down as late, but not late as down', () => {
  const both = [instance('c', 'late'), instance('d', 'down')];
  expect(see(both, condition({ states: ['late'] }))).toBe('c active, d active');
  expect(see(both, condition({ states: ['down'] }))).toBe('c well, d active');
});

it('is over when the instance says goodbye, or is forgotten', () => {
  expect(see([instance('a', 'left')])).toBe('a gone');
  const sight = seeInstances(condition(), [], clock);
  expect(sight.kind === 'seen' && sight.missing({ labels: {} }).kind).toBe('gone');
});

it('does not know of those that were not heard since the loop started', () => {
  expect(see([instance('a', 'healthy', 90_000)])).toBe('a no-data');
  expect(see([instance('a', 'down', 90_000)])).toBe('a active');
});

it('is about those that the query means', () => {
  const all = [instance('a', 'late'), instance('b', 'late')];
  expect(see(all, condition({ query: 'instance:b' }))).toBe('b active');
  expect(see(all, condition({ query: 'service:' }))).toMatch(/^the query: /);
});

it('takes an instance of the same name for the one before', () => {
  expect(see([instance('a', 'down', 50_000), instance('a', 'healthy')])).toBe('a well');
});
