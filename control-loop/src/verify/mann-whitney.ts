import { upperTail } from './normal.ts';

export interface MannWhitney {
  /** Pairs in which the first sample is greater; a tie counts half. */
  readonly u: number;
  /** Two-sided: how likely samples at least this different are if nothing differs. */
  readonly pValue: number;
  /** Cliff's delta: share of pairs in which the first is greater, less the share of the opposite. */
  readonly delta: number;
}

/** Up to this many values on each side, and without ties, the distribution is counted out. */
const EXACT_UP_TO = 20;

/**
 * The Mann-Whitney U test with Cliff's delta. Counts the distribution out for small samples
 * without ties, else approximates it by a normal one, corrected for ties and continuity. Neither
 * sample may be empty.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): MannWhitney {
  const [m, n] = [first.length, second.length];
  const { rankSum, tieTerm } = rank(first, second);
  const u = rankSum - (m * (m + 1)) / 2;
  const delta = (2 * u) / (m * n) - 1;
  const exact = tieTerm === 0 && m <= EXACT_UP_TO && n <= EXACT_UP_TO;
  const pValue = exact ? exactP(u, m, n) : approximateP(u, m, n, tieTerm);
  return { u, pValue, delta };
}

/** Sum of the ranks of the first sample, ties sharing theirs, and the sum of t³ - t over all ties. */
function rank(
  first: readonly number[],
  second: readonly number[],
): { rankSum: number; tieTerm: number } {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let tieTerm = 0;
  for (let start = 0, end = 0; start < all.length; start = end) {
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const ties = end - start;
    const shared = (start + 1 + end) / 2;
    rankSum += shared * all.slice(start, end).filter(({ isFirst }) => isFirst).length;
    tieTerm += ties ** 3 - ties;
  }
  return { rankSum, tieTerm };
}

function exactP(u: number, m: number, n: number): number {
  const counts = arrangements(m, n);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const least = Math.min(u, m * n - u);
  const tail = counts.slice(0, least + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * tail) / total);
}

/**
 * How many orders of m and n values have each U from 0 to m·n: the coefficients of the Gaussian
 * binomial, the product of (1 - q^(n+i)) / (1 - q^i) for i from 1 to m.
 */
function arrangements(m: number, n: number): number[] {
  const counts = Array.from({ length: m * n + 1 }, () => 0);
  counts[0] = 1;
  for (let i = 1; i <= m; i += 1) {
    for (let u = m * n; u >= n + i; u -= 1) counts[u] = at(counts, u) - at(counts, u - n - i);
    for (let u = i; u <= m * n; u += 1) counts[u] = at(counts, u) + at(counts, u - i);
  }
  return counts;
}

function at(counts: readonly number[], index: number): number {
  return counts[index] ?? 0;
}

function approximateP(u: number, m: number, n: number, tieTerm: number): number {
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  // All values are equal.
  if (variance <= 0) return 1;
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
}
