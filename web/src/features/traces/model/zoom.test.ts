import { describe, expect, it } from 'vitest';
import { strokes } from './strokes.ts';
import { ticksOf } from './ticks.ts';
import { bounded, readZoom, writeZoom } from './zoom.ts';

describe('zoom', () => {
  it('is read from the address and written there', () => {
    expect(readZoom('12.5-80', 100)).toEqual({ fromMs: 12.5, toMs: 80 });
    expect(writeZoom({ fromMs: 0.000_001, toMs: 1e9 })).toBe('0.000001-1000000000');
    expect(readZoom('80-900', 100)).toEqual({ fromMs: 80, toMs: 100 });
  });
  it.each([undefined, '', 'x', '5-5', '-3-5', '200-300', '0-100', '1e3-2'])('not %s', (text) =>
    expect(readZoom(text, 100)).toBeUndefined(),
  );
  it('may be drawn backwards', () => {
    expect(bounded({ fromMs: 90, toMs: -5 }, 100)).toEqual({ fromMs: 0, toMs: 90 });
  });
  it('has round times on its axis', () => {
    expect(ticksOf({ fromMs: 0, toMs: 100 }, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(ticksOf({ fromMs: 33, toMs: 44 }, 4)).toEqual([35, 40]);
    expect(ticksOf({ fromMs: 5, toMs: 5 }, 4)).toEqual([5]);
  });
});

describe('strokes', () => {
  const stretch = (fromMs: number, toMs: number) => ({ fromMs, toMs });
  it('are one where nobody could tell them apart', () => {
    const axis = stretch(0, 1000);
    expect(strokes([stretch(0, 10), stretch(10.2, 20), stretch(500, 600)], axis)).toBe(
      'M0 0H20M500 0H600',
    );
  });
  it('are cut where the axis ends, and never too short to see', () => {
    const axis = stretch(100, 200);
    expect(strokes([stretch(0, 50), stretch(90, 110), stretch(150, 150)], axis)).toBe(
      'M0 0H100M500 0H501.5',
    );
    expect(strokes([stretch(200, 200)], axis)).toBe('M998.5 0H1000');
  });
});
