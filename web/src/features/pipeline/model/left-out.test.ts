import { expect, it } from 'vitest';
import { pipelineOf } from './fixtures.ts';
import { leftOutOf, summariesOf } from './left-out.ts';

const { received, decoded, journal, store } = pipelineOf();
const counted = (total: number) => ({ total, perSecond: [] });
const told = (signal: string, reason: string, total: number) => ({
  signal,
  reason,
  ...counted(total),
});

const bad = pipelineOf({
  received: {
    ...received,
    refused: [told('traces', 'journal_full', 9), told('none', 'malformed', 3)],
    repeated: counted(1),
  },
  decoded: {
    ...decoded,
    rejected: [told('traces', 'span without a valid trace id', 4_120)],
    cut: [told('logs', 'attributes', 5), told('logs', 'mystery', 1)],
  },
  journal: { ...journal, damagedBytes: counted(100) },
  store: { ...store, failures: counted(2), refusedSegments: counted(1) },
});

it('is nothing where everything went the whole way', () => {
  expect(leftOutOf(pipelineOf())).toEqual([]);
});

it('has a line for each stage, signal and reason', () => {
  const lines = leftOutOf(bad).map(
    ({ stage, what, signal, reason, total }) => `${stage}: ${total} ${what}, ${signal}, ${reason}`,
  );
  expect(lines).toEqual([
    'received: 9 requests refused, traces, journal full',
    'received: 3 requests refused, , malformed',
    'received: 1 requests repeated, , acknowledged before, stored once',
    'decoded: 4120 records rejected, traces, span without a valid trace id',
    'decoded: 5 cut from records, logs, attributes over the limit',
    'decoded: 1 cut from records, logs, mystery',
    'journal: 100 bytes unreadable, , kept in the folder damaged/',
    'store: 1 blocks refused, , kept in the folder refused/',
    'store: 2 inserts failed, , tried again until they succeed',
  ]);
});

it('is summed up a stage: how many, and why', () => {
  expect(summariesOf(leftOutOf(bad), 'received')).toEqual([
    { words: '12 requests refused', reasons: 'journal full 9, malformed 3', harmless: false },
    {
      words: '1 request repeated',
      reasons: 'acknowledged before, stored once',
      harmless: true,
    },
  ]);
  expect(summariesOf(leftOutOf(bad), 'decoded').map(({ words }) => words)).toEqual([
    '4,120 records rejected',
    '6 cut from records',
  ]);
});
