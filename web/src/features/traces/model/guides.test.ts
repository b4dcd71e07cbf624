import { expect, it } from 'vitest';
import { guidePath } from './guides.ts';

it.each([
  { lines: [], path: '' },
  { lines: [false], path: 'M0.6 0V1M0.6 1H1' },
  { lines: [true], path: 'M0.6 0V2M0.6 1H1' },
  { lines: [true, false, true], path: 'M0.6 0V2M2.6 0V2M2.6 1H3' },
])('lines $lines', ({ lines, path }) => {
  expect(guidePath(lines)).toBe(path);
});
