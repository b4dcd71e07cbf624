import { expect, it } from 'vitest';
import { createRoundRobin } from './round-robin.ts';

it('begins with another at each turn, and comes round', () => {
  const next = createRoundRobin(['a', 'b', 'c']);
  expect([next(), next(), next(), next()].map((turn) => turn.join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
});
