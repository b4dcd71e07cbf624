import { describe, expect, it } from 'vitest';
import { mannWhitney } from './mann-whitney.ts';
import { upperTail } from './normal.ts';
import { judge, type Comparison } from './verdict.ts';

describe('Mann-Whitney U', () => {
  // The example of SciPy's documentation: ages at diagnosis of men and women.
  const men = [19, 22, 16, 29, 24];
  const women = [20, 11, 17, 12];

  it('counts small samples out', () => {
    const { u, pValue, delta } = mannWhitney(men, women);
    expect(u).toBe(17);
    expect(pValue).toBeCloseTo(0.111_111_111_111_111_1, 12);
    expect(delta).toBeCloseTo(0.7, 12);
    expect(mannWhitney(women, men)).toMatchObject({ u: 3, pValue });
  });

  it('agrees with the tables: for 8 and 8 values, 13 is the last U below 0.05', () => {
    // U is the number of pairs in which the first sample is greater.
    const others = [10, 20, 30, 40, 50, 60, 70, 80];
    const at = (u: number) => {
      const greater = [1, 1, 1, 1, 1, 1, 1, u - 7];
      return mannWhitney(
        greater.map((count, index) => count * 10 + 1 + index / 10),
        others,
      );
    };
    expect([at(13).u, at(14).u]).toEqual([13, 14]);
    expect(at(13).pValue).toBeLessThan(0.05);
    expect(at(14).pValue).toBeGreaterThan(0.05);
  });

  it('approximates with ties, corrected for them and for continuity', () => {
    // By hand: ranks 1, 3, 3, 5.5 | 3, 5.5, 7.5, 7.5; U = 12.5 - 10 = 2.5, ties 24 + 6 + 6 = 36,
    // variance 16/12 · (9 - 36/56) = 11.142857, z = (8 - 2.5 - 0.5) / 3.338092 = 1.497862.
    const { u, pValue } = mannWhitney([1, 2, 2, 3], [2, 3, 4, 4]);
    expect(u).toBe(2.5);
    expect(pValue).toBeCloseTo(2 * upperTail(1.497_862), 6);
  });

  it('sees nothing where all values are equal', () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5, 5])).toEqual({ u: 6, pValue: 1, delta: 0 });
  });

  it('has the tail of the normal distribution right, far out too', () => {
    expect(upperTail(0)).toBeCloseTo(0.5, 14);
    expect(upperTail(1.959_963_984_540_054)).toBeCloseTo(0.025, 14);
    expect(upperTail(-1)).toBeCloseTo(0.841_344_746_068_543, 13);
    expect(upperTail(6) / 9.865_876_450_376_98e-10).toBeCloseTo(1, 10);
  });
});

describe('verdict', () => {
  const steps = (count: number, value: (step: number) => number | null) => ({
    from: 0,
    to: count * 5_000,
    samples: Array.from({ length: count }, (_, step) => value(step)),
  });
  const slow = steps(12, (step) => 1_600 + step);
  const fast = steps(8, (step) => 38 + step);
  const compare = (some: Partial<Comparison>) =>
    judge(
      {
        before: slow,
        after: fast,
        measure: 'latency_p95',
        query: 'service:checkout',
        of: 'checkout',
        lowerIsBetter: true,
        stepMs: 5_000,
        ...some,
      },
      99,
    );

  it('clearly lower where lower is better → helped', () => {
    expect(compare({})).toMatchObject({
      verdict: 'helped',
      at: 99,
      effectSize: 1,
      before: { median: 1_605.5 },
      explanation:
        'p95 of checkout fell from 1.61 s to 41.5 ms (median of 12 and 8 steps of 5 s), ' +
        'p < 0.001, effect 1.00: it helped',
    });
  });
  it('clearly higher → worse', () => {
    expect(compare({ before: fast, after: slow })).toMatchObject({
      verdict: 'worse',
      effectSize: -1,
    });
  });
  it('clearly lower where higher is better → worse', () => {
    expect(compare({ lowerIsBetter: false })).toMatchObject({ verdict: 'worse', effectSize: -1 });
  });
  it('alike → no effect', () => {
    expect(compare({ after: steps(12, (step) => 1_600.5 + step) }).verdict).toBe('no-effect');
    const zero = steps(12, () => 0);
    expect(compare({ measure: 'error_rate', before: zero, after: zero }).explanation).toBe(
      'error rate of checkout stayed at 0 % (median of 12 and 12 steps of 5 s), ' +
        'p = 1.000, effect 0.00: it had no effect',
    );
  });
  it('steps without requests do not count; fewer than four → inconclusive', () => {
    const sparse = steps(12, (step) => (step < 3 ? 38 : null));
    expect(compare({ after: sparse })).toMatchObject({
      verdict: 'inconclusive',
      pValue: null,
      effectSize: null,
      after: { median: 38 },
      explanation:
        'p95 of checkout cannot be compared: 12 steps of 5 s with requests before and 3 after, ' +
        'and each side needs 4',
    });
    expect(compare({ after: steps(12, (step) => (step < 4 ? 38 + step : null)) }).verdict).toBe(
      'helped',
    );
  });
});
