import { insert } from '@nunchi/store/queries/testing/insert';
import { OWN_NAMESPACE, type OwnProcess, ownService } from '@nunchi/store/telemetry/names';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ago, createTestApi, NOW_MS, type TestApi } from '../../testing/app.ts';
import { COUNTERS, GAUGES, HISTOGRAMS } from './metrics.ts';
import { PipelineReply } from './schema.ts';

// The clock of the tests is 08:53:20; the last step that is settled ends at 08:53:10.
let api: TestApi;
let ids = 0;

interface Told {
  readonly process?: OwnProcess;
  readonly labels?: object;
}

async function tell(metric: string, { process = 'collector', labels = {} }: Told): Promise<object> {
  ids += 1;
  const key = { metric, series_id: String(ids) };
  const seen = { first_seen: ago(900), last_seen: ago(10) };
  const origin = { service: ownService(process), namespace: OWN_NAMESPACE };
  await insert(api.store, 'metric_series', [{ ...key, ...origin, ...seen, attributes: labels }]);
  return key;
}

/** Values at the ends of the last steps, the newest last. */
async function values(metric: string, list: readonly number[], told: Told = {}): Promise<void> {
  const key = await tell(metric, told);
  const rows = list.map((value, index) => ({
    ...key,
    time: ago(10 * (list.length - index)),
    start_time: ago(5_000),
    value,
    value_type: 'd',
  }));
  await insert(api.store, 'metric_points', rows);
}

async function distribution(
  metric: string,
  bounds: readonly number[],
  counts: readonly number[],
  labels: object = {},
): Promise<void> {
  const key = await tell(metric, { labels });
  const point = { ...key, start_time: ago(5_000), explicit_bounds: bounds, sum: 0 };
  const added = counts.map(String);
  await insert(api.store, 'metric_histograms', [
    { ...point, time: ago(20), bucket_counts: counts.map(() => '0') },
    { ...point, time: ago(10), bucket_counts: added, sum: 500 },
  ]);
}

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

describe('GET /pipeline', () => {
  it('says so where nothing was told', async () => {
    const reply = await api.ok('/pipeline?from=now-1m', PipelineReply);
    expect(reply.verdict.state).toBe('unknown');
    expect(reply.processes).toEqual([]);
    expect(reply.decoded.accepted.map(({ perSecond }) => new Set(perSecond))).toEqual([
      new Set([null]),
      new Set([null]),
      new Set([null]),
    ]);
  });

  it('tells the way of the data in equal steps, and what is wrong in words', async () => {
    await values(COUNTERS.cpu, [1, 2, 3]);
    await values(COUNTERS.cpu, [5, 5, 6], { process: 'query-api' });
    await values(GAUGES.memory, [100, 100, 110]);
    await values(GAUGES.memory, [90, 80, 70], { process: 'query-api' });
    await values(COUNTERS.accepted, [0, 100, 400], { labels: { signal: 'traces' } });
    await values(COUNTERS.rejected, [0, 0, 4_120], {
      labels: { signal: 'traces', reason: 'span without a valid trace id' },
    });
    await values(COUNTERS.repeated, [3, 3, 4], { labels: { signal: 'logs' } });
    await values(GAUGES.journalBytes, [0, 10, 20]);
    await values(GAUGES.journalLimit, [1_000, 1_000, 1_000]);
    await values(GAUGES.journalAge, [0, 30, 41]);
    await values(GAUGES.pendingSegments, [0, 9, 12]);
    await distribution(HISTOGRAMS.insert, [1, 4], [0, 160, 0]);
    await distribution(HISTOGRAMS.lag, [1, 2], [5, 5, 0], { signal: 'traces' });
    await distribution(HISTOGRAMS.blockRows, [100, 1_000], [0, 5, 0], { table: 'spans' });

    const reply = await api.ok('/pipeline?from=now-1m', PipelineReply);
    expect(reply).toMatchObject({
      stepMs: 10_000,
      times: [50, 40, 30, 20, 10].map((seconds) => NOW_MS - seconds * 1_000),
      everySeconds: 0,
      verdict: {
        state: 'unhealthy',
        words: 'The store takes 3.1 s for a block; 12 blocks wait, the oldest for 41 s',
        problems: [
          { severity: 'error' },
          {
            severity: 'warning',
            words: '4,120 records rejected: span without a valid trace id',
          },
        ],
      },
      processes: [
        {
          process: 'collector',
          instances: 1,
          lastSeenUnixNano: ago(10),
          memoryBytes: [null, null, 100, 100, 110],
          cpuCores: [null, null, 0, 0.1, 0.1],
        },
        { process: 'query-api', cpuCores: [null, null, 0, 0, 0.1] },
      ],
      received: { repeated: { total: 1, perSecond: [null, null, 0, 0, 0.1] } },
      decoded: {
        accepted: [
          { signal: 'traces', total: 400, perSecond: [null, null, 0, 10, 30] },
          { signal: 'logs', total: 0, perSecond: [null, null, 0, 0, 0] },
          { signal: 'metrics', total: 0 },
        ],
        rejected: [{ signal: 'traces', reason: 'span without a valid trace id', total: 4_120 }],
        cut: [],
      },
      journal: {
        bytes: [null, null, 0, 10, 20],
        limitBytes: 1_000,
        ageSeconds: [null, null, 0, 30, 41],
      },
      store: {
        insert: { overall: { p50Ms: 2_500 }, p50Ms: [null, null, null, null, 2_500] },
        rowsPerBlock: [{ table: 'spans', mean: [null, null, null, null, 100] }],
        lag: [{ signal: 'traces', overall: { p50Ms: 1_000, p95Ms: 1_900, p99Ms: 1_980 } }],
      },
    });
  });

  it.each([
    ['from=soon', 400, 'invalid_time'],
    ['from=now&to=now-1h', 400, 'invalid_range'],
    ['step=1m', 400, 'unknown_parameter'],
  ])('%s: %i %s', async (query, status, code) => {
    expect(await api.problem(`/pipeline?${query}`)).toMatchObject({ status, code });
  });
});
