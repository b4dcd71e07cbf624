import { expect, it } from 'vitest';
import { type Breaker, summarizeBreakers } from './breakers.ts';

const breaker = (state: Breaker['state']): Breaker => ({ address: 'host:1', state, reason: '' });

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
