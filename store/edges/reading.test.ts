import { expect, it } from 'vitest';
import { planReading } from './reading.ts';

const MINUTE = 60_000_000_000n;
/** Minutes, with a fraction, as a time. */
const at = (minutes: number): bigint => BigInt(Math.round(minutes * 60)) * (MINUTE / 60n);
const inMinutes = ({ from, to }: { from: bigint; to: bigint }) => [
  Number(from) / Number(MINUTE),
  Number(to) / Number(MINUTE),
];

type Span = [from: number, to: number];
/** Runs of open minutes, newest first: from, to, spans. */
type Run = [from: number, to: number, spans: number];

it.each<[string, Span, Run[], { covered: Span; stored: Span; joined: Span[]; missing: number }]>([
  [
    'whole minutes, all computed',
    [10, 20],
    [],
    { covered: [10, 20], stored: [10, 20], joined: [], missing: 0 },
  ],
  [
    'ragged ends are joined',
    [10.5, 20.25],
    [
      [20, 21, 9],
      [10, 11, 9],
    ],
    {
      covered: [10.5, 20.25],
      stored: [11, 20],
      joined: [
        [20, 20.25],
        [10.5, 11],
      ],
      missing: 0,
    },
  ],
  [
    'within a minute',
    [10.25, 10.5],
    [[10, 11, 9]],
    { covered: [10.25, 10.5], stored: [11, 11], joined: [[10.25, 10.5]], missing: 0 },
  ],
  [
    'the newest are joined, as many as are allowed',
    [10, 20],
    [
      [18, 20, 60],
      [12, 14, 60],
      [10, 11, 30],
    ],
    {
      covered: [10, 20],
      stored: [10, 20],
      joined: [
        [18, 20],
        [10, 11],
      ],
      missing: 2,
    },
  ],
  [
    'a long range: whole minutes',
    [10.5, 60.25],
    [],
    { covered: [10, 61], stored: [10, 61], joined: [], missing: 0 },
  ],
  [
    'a long range until now',
    [10.5, 60.25],
    [[59, 61, 9]],
    { covered: [10, 60.25], stored: [10, 60], joined: [[59, 60.25]], missing: 0 },
  ],
])('%s', (_name, [from, to], runs, expected) => {
  const open = runs.map(([first, last, spans]) => ({
    from: at(first),
    to: at(last),
    minutes: last - first,
    spans,
  }));
  const { covered, stored, joined, missing } = planReading(
    { from: at(from), to: at(to) },
    open,
    100,
  );
  expect({
    covered: inMinutes(covered),
    stored: inMinutes(stored),
    joined: joined.map(inMinutes),
    missing: missing.minutes,
  }).toEqual(expected);
});
