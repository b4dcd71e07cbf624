import type { Document } from '@nunchi/store/control/documents';
import type { ServiceSettings } from '@nunchi/store/control/settings';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import { expect, it } from 'vitest';
import { desiredConfig } from './desired.ts';

const NOW = 1_760_000_000_000;
const action = (id: string, change: Partial<ActionSnapshot> = {}) =>
  ({
    id,
    peer: 'payment',
    addresses: ['127.0.0.1:4412'],
    callers: ['checkout'],
    state: 'started',
    startedAt: NOW,
    endsAt: NOW + 60_000,
    forMs: 60_000,
    slowCallMs: 500,
    ...change,
  }) as ActionSnapshot;
const settings: Document<ServiceSettings> = {
  kind: 'service-config',
  id: 'checkout',
  version: 1,
  deleted: false,
  time: NOW,
  author: 'ada',
  origin: 'api',
  body: { sampling: { ratio: 0.5 } },
};
const idsOf = (actions: ActionSnapshot[], service = 'checkout', now = NOW) => {
  const { body } = desiredConfig(service, actions, [], now);
  return (JSON.parse(body) as { breakers: { id: string }[] }).breakers.map(({ id }) => id);
};

it('is what agents read, and its hash is that of its bytes', () => {
  const { body, hash, empty } = desiredConfig('checkout', [action('a')], [settings], NOW);
  expect(JSON.parse(body)).toEqual({
    version: 1,
    breakers: [
      {
        id: 'a',
        peer: 'payment',
        addresses: ['127.0.0.1:4412'],
        state: 'open',
        issuedAt: NOW,
        forMs: 60_000,
        slowCallMs: 500,
      },
    ],
    settings: { sampling: { ratio: 0.5 } },
  });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(empty).toBe(false);
});

it('is the same whatever the order of the actions', () => {
  const [one, two] = [action('a'), action('b')];
  expect(desiredConfig('checkout', [one, two], [], NOW)).toEqual(
    desiredConfig('checkout', [two, one], [], NOW),
  );
});

it('holds an action while it is in force, for its callers only, and not a moment longer', () => {
  expect(idsOf([action('a', { state: 'waiting', endsAt: null })])).toEqual([]);
  for (const state of ['started', 'applied', 'verified'] as const) {
    expect(idsOf([action('a', { state })])).toEqual(['a']);
  }
  for (const state of ['failed', 'rolled-back', 'ended'] as const) {
    expect(idsOf([action('a', { state })])).toEqual([]);
  }
  expect(idsOf([action('a')], 'gateway')).toEqual([]);
  expect(idsOf([action('a')], 'checkout', NOW + 60_000)).toEqual([]);
});

it('is empty when nothing is wanted', () => {
  expect(desiredConfig('checkout', [], [], NOW).empty).toBe(true);
  expect(desiredConfig('gateway', [], [settings], NOW).empty).toBe(true);
  expect(desiredConfig('checkout', [], [settings], NOW).empty).toBe(false);
});
