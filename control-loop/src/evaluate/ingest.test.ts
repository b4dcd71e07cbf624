import { expect, it } from 'vitest';
import { type Ingest, stepIngest } from './ingest.ts';

/** Each look five seconds after the one before; the newest span's end as seconds. */
function look(...newest: readonly (number | undefined)[]): number {
  let ingest: Ingest | undefined;
  newest.forEach((seconds, index) => {
    const end = seconds === undefined ? undefined : seconds * 1_000;
    ingest = stepIngest(ingest, (100 + index * 5) * 1_000, end);
  });
  return (ingest?.lateMs ?? 0) / 1_000;
}

it('is late when what is new had ended long before it was there', () => {
  expect(look(80, 85)).toBe(15);
  expect(look(80, 85, 90, 114)).toBe(0);
});

it('is not late when nobody asks anything', () => {
  expect(look(99, 99, 99)).toBe(0);
  expect(look(undefined, 104)).toBe(4 - 4);
  expect(look(80, 85, undefined)).toBe(0);
});

it('stays late until something comes in time', () => {
  expect(look(80, 85, 85, 85)).toBe(15);
});
