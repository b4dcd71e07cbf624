import { describe, expect, it } from 'vitest';
import {
  areaBetween,
  boxOf,
  cellAt,
  durationTicks,
  type Grid,
  strength,
  timeTicks,
  toSelection,
} from './geometry.ts';

// Ten columns of a minute, three rows of a decade: 1 ms, 10 ms, 100 ms, 1 s.
const FROM = Date.UTC(2026, 4, 4, 12, 0, 0);
const grid: Grid = { fromMs: FROM, stepMs: 60_000, columns: 10, boundsMs: [1, 10, 100, 1000] };
const size = { width: 100, height: 30 };
const minute = (count: number): number => FROM + count * 60_000;

describe('the cell under a point', () => {
  it.each([
    [
      { x: 0, y: 29 },
      { column: 0, row: 0 },
    ],
    [
      { x: 15, y: 15 },
      { column: 1, row: 1 },
    ],
    [
      { x: 99, y: 0 },
      { column: 9, row: 2 },
    ],
    // A pointer that was dragged out still means the cell at the edge.
    [
      { x: -5, y: 80 },
      { column: 0, row: 0 },
    ],
    [
      { x: 300, y: -1 },
      { column: 9, row: 2 },
    ],
  ])('%j is %j', (point, cell) => expect(cellAt(grid, size, point)).toEqual(cell));
});

describe('a rectangle', () => {
  const between = (a: [number, number], b: [number, number]) =>
    toSelection(grid, areaBetween(grid, size, { x: a[0], y: a[1] }, { x: b[0], y: b[1] }));

  it('selects all cells that it touches, whichever corner it was drawn from', () => {
    const selection = {
      selectFrom: minute(2),
      selectTo: minute(5),
      selectMin: 10,
      selectMax: 100,
    };
    expect(between([25, 12], [41, 18])).toEqual(selection);
    expect(between([41, 18], [25, 12])).toEqual(selection);
  });

  it('has no bound where it touches an edge', () => {
    expect(between([25, -3], [29, 12])).toEqual({
      selectFrom: minute(2),
      selectTo: minute(3),
      selectMin: 10,
      selectMax: undefined,
    });
    expect(between([0, 25], [100, 29])).toEqual({
      selectFrom: undefined,
      selectTo: undefined,
      selectMin: undefined,
      selectMax: 10,
    });
  });

  const drawn = (on: Grid, search: Parameters<typeof boxOf>[2]) => {
    const box = boxOf(on, size, search);
    return box && Object.fromEntries(Object.entries(box).map(([key, px]) => [key, Math.round(px)]));
  };

  it('is drawn where it was, and cut at the edges when the time has moved on', () => {
    const search = { selectFrom: minute(2), selectTo: minute(5), selectMin: 10, selectMax: 100 };
    expect(drawn(grid, search)).toEqual({ x: 20, y: 10, width: 30, height: 10 });
    const later = { ...grid, fromMs: minute(4) };
    expect(drawn(later, search)).toEqual({ x: 0, y: 10, width: 10, height: 10 });
    expect(drawn({ ...grid, fromMs: minute(6) }, search)).toBeUndefined();
    expect(drawn(grid, { selectMin: 100 })).toEqual({ x: 0, y: 0, width: 100, height: 10 });
    expect(drawn(grid, { selectQ: 'status:error' })).toBeUndefined();
  });
});

describe('what stands at the axes', () => {
  it('are as many durations as fit', () => {
    expect(durationTicks(grid, { width: 100, height: 300 }, 20)).toEqual([
      1, 2, 5, 10, 20, 50, 100, 200, 500, 1000,
    ]);
    expect(durationTicks(grid, { width: 100, height: 150 }, 20)).toEqual([
      1, 3, 10, 30, 100, 300, 1000,
    ]);
    expect(durationTicks(grid, { width: 100, height: 60 }, 20)).toEqual([1, 10, 100, 1000]);
    expect(durationTicks(grid, { width: 100, height: 30 }, 20)).toEqual([1, 100]);
    expect(durationTicks({ ...grid, boundsMs: [] }, size, 20)).toEqual([]);
  });

  it('are round times of the reader', () => {
    expect(timeTicks(grid, size, 50, 0)).toEqual({
      stepMs: 300_000,
      timesMs: [FROM, minute(5), minute(10)],
    });
    // Half an hour from UTC, as in India: full hours are there at half past.
    const day = { ...grid, stepMs: 3_600_000, columns: 24 };
    expect(timeTicks(day, size, 25, 5.5 * 3_600_000).timesMs[0]).toBe(FROM + 30 * 60_000);
  });
});

it('a count is as strong as its magnitude', () => {
  expect(strength(1, 1)).toBe(1);
  expect(strength(99, 99)).toBe(1);
  expect(strength(9, 99)).toBeCloseTo(0.5);
});
