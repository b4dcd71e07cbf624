import { expect, it } from 'vitest';
import { partsOf } from './parts.ts';

const SECOND = 1_000_000_000;
const HOUR = 3_600;
/** `hours 3600-7200`, in seconds. */
const told = (from: number, to: number, step?: number) =>
  partsOf({ from: BigInt(from * SECOND), to: BigInt(to * SECOND) }, step).map(
    (part) => `${part.table} ${Number(part.from) / SECOND}-${Number(part.to) / SECOND}`,
  );

it.each([
  ['an hour', [HOUR, 2 * HOUR], ['hours 3600-7200']],
  [
    'an hour and a bit at each end',
    [3_599.5, 7_200.5],
    ['spans 3599.5-3600', 'hours 3600-7200', 'spans 7200-7200.5'],
  ],
  [
    'minutes around hours',
    [3_540, 7_260],
    ['minutes 3540-3600', 'hours 3600-7200', 'minutes 7200-7260'],
  ],
  [
    'all of them',
    [3_500, 7_300],
    [
      'spans 3500-3540',
      'minutes 3540-3600',
      'hours 3600-7200',
      'minutes 7200-7260',
      'spans 7260-7300',
    ],
  ],
  ['minutes within an hour', [30, 200], ['spans 30-60', 'minutes 60-180', 'spans 180-200']],
  ['not one minute', [61, 119], ['spans 61-119']],
  ['two halves of minutes', [90, 150], ['spans 90-150']],
  ['nothing', [60, 60], []],
] as const)('%s', (_name, [from, to], parts) => {
  expect(told(from, to)).toEqual(parts);
});

it('has no part that is coarser than a step', () => {
  expect(told(0, 2 * HOUR, 7_200)).toEqual(['hours 0-7200']);
  expect(told(0, 2 * HOUR, 300)).toEqual(['minutes 0-7200']);
  expect(told(0, 120, 5)).toEqual(['spans 0-120']);
});

it('does without hours where there are none', () => {
  const day = { from: 0n, to: 86_400n * BigInt(SECOND) };
  expect(partsOf(day, undefined, ['minutes']).map(({ table }) => table)).toEqual(['minutes']);
});
