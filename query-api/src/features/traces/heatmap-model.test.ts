import { describe, expect, it } from 'vitest';
import { coarseCells, columnsOf, rowsOf } from './heatmap-model.ts';

const SECOND = 1_000_000_000n;
const BEGIN = 1_760_000_000n * SECOND; // 20 s after a full minute

describe('columnsOf', () => {
  it.each([
    [900n, 120, 10_000, 90],
    [900n, 20, 60_000, 16],
    [3_600n, 120, 30_000, 121],
    [3_600n, 240, 15_000, 241],
    [86_400n, 240, 600_000, 145],
    [1n, 240, 5, 200],
    [366n * 86_400n, 1, 500 * 86_400_000, 2],
  ])('%i s in at most %i: steps of %i ms, %i of them', (seconds, most, stepMs, count) => {
    const to = BEGIN + seconds * SECOND;
    const columns = columnsOf({ from: BEGIN, to }, most);
    expect(columns).toMatchObject({ stepMs, count });
    const step = BigInt(stepMs) * 1_000_000n;
    expect(columns.origin % step).toBe(0n);
    expect(columns.origin <= BEGIN && BEGIN < columns.origin + step).toBe(true);
    expect(columns.origin + BigInt(count) * step >= to).toBe(true);
  });
});

describe('rowsOf', () => {
  /** The store's row of a duration: 24 a decade, from 1 ns. */
  const fine = (ms: number) => Math.floor(Math.log10(ms * 1e6) * 24);

  it.each([
    [[2, 500], 12, 4, 1, 1_000],
    [[2, 500], 40, 12, 1, 1_000],
    [[2, 500], 4, 1, 1, 1_000],
    [[2, 500], 120, 24, 1, 1_000],
    [[0.001, 99_000_000], 40, 3, 0.001, 100_000_000],
    [[5], 40, 24, 1, 10],
  ])('%j ms in about %i rows: %i a decade', (durations, about, perDecade, first, last) => {
    const { boundsMs, rowOf } = rowsOf(durations.map(fine), about);
    expect(boundsMs[0]).toBe(first);
    expect(boundsMs.at(-1)).toBe(last);
    expect(boundsMs[perDecade]).toBe(first * 10);
    for (const ms of durations) {
      const row = rowOf(fine(ms));
      expect(boundsMs[row]).toBeLessThanOrEqual(ms);
      expect(boundsMs[row + 1]).toBeGreaterThan(ms);
    }
  });

  it('stays while durations come and go within their decades', () => {
    expect(rowsOf([fine(3), fine(70)], 40).boundsMs).toEqual(
      rowsOf([fine(1), fine(99)], 40).boundsMs,
    );
  });

  it('has no rows without durations', () => {
    expect(rowsOf([], 40).boundsMs).toEqual([]);
  });
});

describe('coarseCells', () => {
  it('adds up what comes together', () => {
    const cell = (column: number, row: number, spans: string) => {
      return { column, row, spans, errors: '1' };
    };
    const cells = [cell(0, 10, '1'), cell(0, 11, '2'), cell(0, 12, '4'), cell(1, 10, '8')];
    expect(coarseCells(cells, (fine) => Math.floor(fine / 2))).toEqual([
      { column: 0, row: 5, spans: 3, errors: 2 },
      { column: 0, row: 6, spans: 4, errors: 1 },
      { column: 1, row: 5, spans: 8, errors: 1 },
    ]);
  });
});
