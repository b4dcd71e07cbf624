import { expect, it } from 'vitest';
import { previewLines, seriesOfAlarm, type PreviewSeries } from './preview.ts';

const series = (labels: Record<string, string>): PreviewSeries => ({
  labels,
  points: [],
  firing: [],
});

it('finds the series of an alarm among those of its rule', () => {
  const all = [series({ service: 'payment' }), series({ service: 'checkout' })];
  expect(seriesOfAlarm(all, { service: 'payment', team: 'shop' })).toEqual([all[0]]);
  expect(seriesOfAlarm([series({})], { team: 'shop' })).toHaveLength(1);
});

it('names lines by what tells them apart', () => {
  const names = previewLines([series({ service: 'a', route: '/x' }), series({})]);
  expect(names.map(({ name }) => name)).toEqual(['a · /x', 'all']);
});
