import { expect, it } from 'vitest';
import type { Action } from '../../../api/types.ts';
import { openActions, planDetails, planWords } from './plan.ts';

const action = (part: Partial<Action>): Action => ({
  id: 'a',
  kind: 'open-breaker',
  ruleId: 'r',
  ruleName: 'payment is slow',
  fingerprint: 'f',
  peer: 'payment',
  addresses: [],
  callers: ['checkout'],
  targets: [],
  mode: 'approve',
  state: 'waiting',
  reason: '',
  forMs: 60_000,
  slowCallMs: 500,
  proposedAt: 0,
  expiresAt: null,
  startedAt: null,
  appliedAt: null,
  endsAt: null,
  endedAt: null,
  decision: null,
  verification: null,
  chain: 'f@0',
  summary: '',
  pending: null,
  ...part,
});

it('asks first about what expires first, and leaves out what is past', () => {
  const { waiting, inForce } = openActions([
    action({ id: 'late', expiresAt: 200 }),
    action({ id: 'soon', expiresAt: 100 }),
    action({ id: 'old', state: 'ended' }),
    action({ id: 'first', state: 'verified', startedAt: 1 }),
    action({ id: 'second', state: 'started', startedAt: 2 }),
  ]);
  expect(waiting.map(({ id }) => id)).toEqual(['soon', 'late']);
  expect(inForce.map(({ id }) => id)).toEqual(['second', 'first']);
});

it('says exactly what will happen', () => {
  expect(planWords(action({}))).toBe('Open the breakers towards payment for 1 min');
  expect(planDetails(action({ addresses: ['127.0.0.1:4412'] }))[0]).toBe(
    'All instances of checkout stop calling payment (127.0.0.1:4412); those calls fail at once.',
  );
});
