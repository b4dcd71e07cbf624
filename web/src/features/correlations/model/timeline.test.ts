import { expect, it } from 'vitest';
import type { LogRecord, TraceSummary } from '../../../api/types.ts';
import { buildTimeline } from './timeline.ts';

const START = 1_763_700_000_000_000_000n;
const at = (ms: number): string => String(START + BigInt(ms) * 1_000_000n);
const trace = (traceId: string, startMs: number, durationMs: number): TraceSummary =>
  ({ traceId, startTimeUnixNano: at(startMs), durationMs }) as TraceSummary;
const log = (traceId: string | null, ms: number): LogRecord =>
  ({ traceId, timeUnixNano: at(ms) }) as LogRecord;

it('puts traces and their records on one axis', () => {
  const { lanes, durationMs } = buildTimeline(
    [trace('a', 0, 50), trace('b', 150, 50)],
    [log('b', 175), log(null, 100)],
  );
  expect(durationMs).toBe(200);
  expect(lanes.map(({ left, width, marks }) => ({ left, width, marks }))).toEqual([
    { left: 0, width: 25, marks: [] },
    { left: 75, width: 25, marks: [87.5] },
  ]);
});

it('reaches to records outside of the traces', () => {
  expect(buildTimeline([trace('a', 0, 10)], [log(null, -90)]).durationMs).toBe(100);
});

it('has a full bar for a trace without duration, and nothing for nothing', () => {
  expect(buildTimeline([trace('a', 0, 0)], []).lanes[0]).toMatchObject({ left: 0, width: 100 });
  expect(buildTimeline([], [])).toMatchObject({ lanes: [], durationMs: 0 });
});

it('thins the marks of a trace with very many records', () => {
  const logs = Array.from({ length: 5000 }, (_, ms) => log('a', ms));
  expect(buildTimeline([trace('a', 0, 5000)], logs).lanes[0]!.marks).toHaveLength(60);
});
