import { describe, expect, it } from 'vitest';
import { expectedSizes, isPartial, samplingOf } from './compare-sampling.ts';

const HOUR = 3_600_000_000_000n;
const LIMITS = { spans: 1_000, read: 10_000 };

const sampling = (hours: bigint, selection: object, selected: number, rest: number) =>
  samplingOf(
    { range: { from: HOUR, to: HOUR + hours * HOUR }, filter: {}, selection },
    { selected, rest },
    LIMITS,
  );
const short = (found: ReturnType<typeof sampling>) =>
  [found.selected, found.rest].map(({ slices, spans }) => `1/${slices} 1/${spans}`);

describe('samplingOf', () => {
  it('looks at everything while there is not much', () => {
    const found = sampling(24n, {}, 1_000, 1_000);
    expect(short(found)).toEqual(['1/1 1/1', '1/1 1/1']);
    expect(isPartial(found)).toBe(false);
  });

  it('looks at one of so many spans where a side has too many', () => {
    const found = sampling(1n, {}, 1_001, 8_500);
    expect(short(found)).toEqual(['1/1 1/2', '1/1 1/9']);
    expect(isPartial(found)).toBe(true);
  });

  it('reads slices of a long time with very many spans, and there still one of so many', () => {
    expect(short(sampling(24n, {}, 400, 80_000))).toEqual(['1/9 1/1', '1/9 1/9']);
  });

  it('reads the whole of a short time that is selected of a long one', () => {
    const selection = { from: HOUR * 2n, to: HOUR * 3n };
    expect(short(sampling(24n, selection, 3_000, 90_000))).toEqual(['1/1 1/3', '1/10 1/9']);
  });

  it('never reads less than a dozen slices', () => {
    expect(short(sampling(2n, {}, 900, 1_000_000))).toEqual(['1/2 1/1', '1/2 1/500']);
  });
});

it('expectedSizes estimates how many spans are left', () => {
  const found = sampling(24n, {}, 900, 80_000);
  expect(expectedSizes(found, { selected: 900, rest: 80_000 })).toEqual({
    selected: 100,
    rest: 80_000 / 81,
  });
});
