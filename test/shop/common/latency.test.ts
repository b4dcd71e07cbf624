import { expect, it } from 'vitest';
import { seededRandom } from '../load/random.ts';
import { draw } from './latency.ts';

it('has its median in the middle, a long tail, and an end', () => {
  const random = seededRandom(3);
  const latency = { medianMs: 20, sigma: 0.5, mostMs: 100 };
  const times = Array.from({ length: 10_000 }, () => draw(latency, random)).sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.floor(share * times.length)] as number;
  expect(quantile(0.5)).toBeGreaterThan(18);
  expect(quantile(0.5)).toBeLessThan(22);
  expect(quantile(0.99)).toBeGreaterThan(50);
  expect(times.at(-1)).toBeLessThanOrEqual(100);
  expect(times[0]).toBeGreaterThan(0);
});
