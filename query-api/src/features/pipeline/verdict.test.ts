import { describe, expect, it } from 'vitest';
import { judge, type Observed } from './verdict.ts';

const END = 1_760_000_000_000;
const fine: Observed = {
  endMs: END,
  processes: [
    { process: 'collector', lastMs: END - 5_000 },
    { process: 'query-api', lastMs: END - 5_000 },
  ],
  silentAfterMs: 45_000,
  journal: { bytes: 1_000, limitBytes: 2_147_483_648, ageSeconds: 0.4, pendingSegments: 1 },
  recent: { insertSeconds: 0.05, insertFailures: 0, acknowledgeP99Ms: 12 },
  refusedSegments: 0,
  damagedBytes: 0,
  rejected: [],
  refused: [],
  closed: [],
  cut: [],
};

const said = (more: Partial<Observed>) => {
  const { state, words, problems } = judge({ ...fine, ...more });
  expect(words).toBe(
    state === 'unhealthy' || state === 'degraded' ? problems[0]?.words : 'What arrives is stored',
  );
  return [state, ...problems.map((problem) => `${problem.severity}: ${problem.words}`)];
};
const behind = { ...fine.journal, ageSeconds: 41, pendingSegments: 12 };

it('is healthy where nothing is wrong', () => {
  expect(said({})).toEqual(['healthy']);
});

it('is unknown where nothing was told', () => {
  expect(judge({ ...fine, processes: [] })).toEqual({
    state: 'unknown',
    words: 'The stack has told nothing of itself in this time',
    problems: [],
  });
});

describe('silence', () => {
  const at = (process: string, seconds: number) => ({ process, lastMs: END - seconds * 1_000 });
  const why = 'it is away, or what it tells waits in its journal';
  it.each([
    [
      [at('collector', 60), at('query-api', 60)],
      ['unhealthy', `error: No telemetry from the collector for 1 min: ${why}`],
    ],
    [
      [at('query-api', 5)],
      ['unhealthy', `error: No telemetry from the collector in this time: ${why}`],
    ],
    [
      [at('collector', 5), at('control-loop', 180)],
      ['degraded', 'warning: No telemetry from the control-loop for 3 min'],
    ],
    [[at('collector', 44)], ['healthy']],
  ])('%j', (processes, expected) => expect(said({ processes })).toEqual(expected));
});

describe('a store that does not keep up', () => {
  const slow = { ...fine.recent, insertSeconds: 3.1 };
  it.each<[string, Partial<Observed>, string[]]>([
    [
      'slow blocks, a long queue',
      { journal: behind, recent: slow },
      [
        'unhealthy',
        'error: The store takes 3.1 s for a block; 12 blocks wait, the oldest for 41 s',
      ],
    ],
    [
      'slow blocks, a short queue',
      { journal: { ...behind, ageSeconds: 11, pendingSegments: 1 }, recent: slow },
      [
        'degraded',
        'warning: The store takes 3.1 s for a block; 1 block waits, the oldest for 11 s',
      ],
    ],
    ['slow blocks, no queue', { recent: slow }, ['healthy']],
    [
      'it hangs',
      { journal: behind, recent: { ...slow, insertSeconds: null } },
      [
        'unhealthy',
        'error: The store has taken no block for a minute; 12 blocks wait, the oldest for 41 s',
      ],
    ],
    [
      'it is away',
      { journal: behind, recent: { ...slow, insertFailures: 7 } },
      [
        'unhealthy',
        'error: The store does not take data: 7 inserts failed and are tried again; 12 blocks wait, the oldest for 41 s',
      ],
    ],
    [
      'it was away for a moment',
      { recent: { ...slow, insertFailures: 1 } },
      ['degraded', 'warning: The store does not take data: 1 insert failed and is tried again'],
    ],
    [
      'the journal fills',
      { journal: { ...fine.journal, bytes: 1_850_000_000 } },
      [
        'unhealthy',
        'error: The journal is 86 % full (1.7 GiB of 2.0 GiB); beyond, requests are refused',
      ],
    ],
    [
      'senders wait',
      { recent: { ...fine.recent, acknowledgeP99Ms: 1_000 } },
      ['degraded', 'warning: Senders wait for 1.0 s until they are answered (p99)'],
    ],
  ])('%s', (_, more, expected) => expect(said(more)).toEqual(expected));
});

describe('what was left out', () => {
  const reason = (words: string, total: number) => ({ reason: words, total });

  it('is counted by reason, the most frequent first', () => {
    expect(said({ rejected: [reason('span without a valid trace id', 4_120)] })).toEqual([
      'degraded',
      'warning: 4,120 records rejected: span without a valid trace id',
    ]);
    expect(
      said({
        refused: [
          reason('malformed', 2),
          reason('journal_full', 3),
          reason('journal_full', 4),
          reason('a', 1),
          reason('b', 1),
        ],
      }),
    ).toEqual([
      'degraded',
      'warning: 11 requests refused: journal full (7), malformed (2), a (1) and 1 more',
    ]);
  });

  it('of connections is told too', () => {
    expect(said({ closed: [reason('too_many', 2)] })).toEqual([
      'degraded',
      'warning: 2 connections closed: too many',
    ]);
  });

  it('of records that were taken is no reason to worry', () => {
    expect(said({ cut: [reason('attributes', 5)] })).toEqual([
      'healthy',
      'note: 5 parts of records cut: attributes',
    ]);
  });

  it('comes after what is worse', () => {
    expect(
      said({
        rejected: [reason('late', 1)],
        cut: [reason('values', 5)],
        refusedSegments: 2,
        damagedBytes: 12_300,
      }),
    ).toEqual([
      'unhealthy',
      "error: The store refused 2 blocks; kept in the journal's folder refused/",
      'error: 12 KiB of the journal could not be read; kept in its folder damaged/',
      'warning: 1 record rejected: late',
      'note: 5 parts of records cut: values',
    ]);
  });
});
