import type { Pipeline } from '../api/queries.ts';

const NONE = { total: 0, perSecond: [0, 0, 0] };
const counted = (total: number, ...perSecond: number[]) => ({ total, perSecond });
const quantiles = (p50: number, p95: number, p99: number) => ({
  p50Ms: [null, p50, p50],
  p95Ms: [null, p95, p95],
  p99Ms: [null, p99, p99],
  overall: { p50Ms: p50, p95Ms: p95, p99Ms: p99 },
});
const process = (name: string, memory: number) => ({
  process: name,
  instances: 1,
  lastSeenUnixNano: '1760000000000000000',
  memoryBytes: [memory, memory, memory],
  cpuCores: [0.01, 0.02, 0.03],
});

/** Three steps of a stack that works. */
export function pipelineOf(more: Partial<Pipeline> = {}): Pipeline {
  return {
    stepMs: 10_000,
    times: [1_759_999_980_000, 1_759_999_990_000, 1_760_000_000_000],
    everySeconds: 10,
    verdict: { state: 'healthy', words: 'What arrives is stored', problems: [] },
    processes: [process('collector', 133_169_152), process('query-api', 90_000_000)],
    received: {
      requests: counted(60, 1, 2, 3),
      refused: [],
      closed: [],
      connections: [4, 4, 5],
      inFlightRequests: [0, 0, 1],
      repeated: NONE,
      bytes: counted(60_000, 1_000, 2_000, 3_000),
      decompressedBytes: counted(120_000, 2_000, 4_000, 6_000),
      acknowledge: quantiles(4, 20, 41),
    },
    decoded: {
      accepted: [
        { signal: 'traces', ...counted(1_800, 60, 60, 60) },
        { signal: 'logs', ...counted(900, 30, 30, 30) },
        { signal: 'metrics', ...NONE },
      ],
      own: counted(600, 20, 20, 20),
      rejected: [],
      cut: [],
    },
    journal: {
      bytes: [0, 1_024, 2_048],
      limitBytes: 2_147_483_648,
      ageSeconds: [0, 0.4, 0.5],
      pendingSegments: [0, 0, 1],
      damagedBytes: NONE,
    },
    store: {
      rows: counted(3_000, 100, 100, 100),
      blocksInFlight: [0, 0, 1],
      rowsPerBlock: [{ table: 'spans', mean: [50, 50, 60] }],
      insert: quantiles(50, 90, 120),
      failures: NONE,
      refusedSegments: NONE,
      lag: [{ signal: 'traces', ...quantiles(600, 900, 1_200) }],
    },
    ...more,
  };
}
