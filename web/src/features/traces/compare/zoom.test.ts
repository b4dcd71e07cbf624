import { describe, expect, it } from 'vitest';
import { readDuration, readTime, writeDuration, writeTime } from './words.ts';
import { zoomedTo } from './zoom.ts';

describe('zooming to a selection', () => {
  it('makes its time, durations and query those of the page, and selects nothing', () => {
    const zoomed = zoomedTo({
      from: 'now-1h',
      to: 'now',
      q: 'service:pay',
      sort: 'duration',
      selectFrom: 1_777_888_800_000.4,
      selectTo: 1_777_888_860_000,
      selectMin: 250,
      selectMax: 1500,
      selectQ: 'status:error x',
    });
    expect(JSON.parse(JSON.stringify(zoomed))).toEqual({
      from: '1777888800000',
      to: '1777888860000',
      q: 'service:pay duration:>=250ms duration:<1.5s status:error x',
      sort: 'duration',
    });
  });

  it('leaves alone what the selection says nothing about', () => {
    expect(zoomedTo({ from: 'now-1h', to: 'now', selectMin: 1 })).toMatchObject({
      from: 'now-1h',
      to: 'now',
      q: 'duration:>=1ms',
    });
  });
});

describe('the selection as it is typed', () => {
  it('is read as it was written', () => {
    const ms = new Date(2026, 4, 4, 9, 5, 7).getTime();
    expect(writeTime(ms)).toBe('2026-05-04 09:05:07');
    expect(readTime(writeTime(ms), 0)).toBe(ms);
    expect(readTime('now-5m', 1_000_000)).toBe(700_000);
    expect(readTime('soon', 0)).toBeUndefined();
    expect([0.05, 12.5, 250, 1500, 60_000].map(writeDuration)).toEqual([
      '50us',
      '12.5ms',
      '250ms',
      '1.5s',
      '60s',
    ]);
    expect(readDuration(writeDuration(0.05))).toBe(0.05);
    expect(['much', '-1s', '0'].map(readDuration)).toEqual([undefined, undefined, undefined]);
  });
});
