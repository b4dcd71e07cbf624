import type { Questionable } from '@nunchi/store';
import { pipelineCounters } from '@nunchi/store/queries/pipeline/counters';
import { type GaugeRow, pipelineGauges } from '@nunchi/store/queries/pipeline/gauges';
import { pipelineHistograms } from '@nunchi/store/queries/pipeline/histograms';
import type { Steps } from '@nunchi/store/queries/pipeline/steps';
import { OWN_PROCESSES, ownService } from '@nunchi/store/telemetry/names';
import type { Static } from 'typebox';
import { quantile } from './distribution.ts';
import { Lines, meanOf } from './lines.ts';
import { COUNTERS, GAUGES, HISTOGRAMS } from './metrics.ts';
import type { PipelineReply } from './schema.ts';
import { timesOf } from './steps.ts';
import { judge, type Verdict } from './verdict.ts';

type Reply = Static<typeof PipelineReply>;

const COLLECTOR = ownService('collector');
const SIGNALS = ['traces', 'logs', 'metrics'];
const RECENT_MS = 60_000;
const LEAST_SILENCE_MS = 45_000;

/** How data went into the store in these steps, by what the stack's processes told of themselves. */
export async function getPipeline(
  store: Questionable,
  steps: Steps,
  everyMs: number,
): Promise<Reply> {
  const [counters, gauges, histograms] = await Promise.all([
    pipelineCounters(store, steps, Object.values(COUNTERS)),
    pipelineGauges(store, steps, Object.values(GAUGES)),
    pipelineHistograms(store, steps, Object.values(HISTOGRAMS)),
  ]);
  const cpu = counters.find(
    ({ metric, service }) => metric === COUNTERS.cpu && service === COLLECTOR,
  );
  const covered = cpu?.steps.keys() ?? [];
  const lines = new Lines(steps, { counters, gauges, histograms, covered });
  const parts = {
    received: {
      requests: lines.counted(COUNTERS.requests),
      refused: lines.countedBy(COUNTERS.refused, ['signal', 'reason']),
      closed: lines.countedBy(COUNTERS.closed, ['reason']),
      connections: lines.gauge(GAUGES.connections, COLLECTOR),
      inFlightRequests: lines.gauge(GAUGES.inFlightRequests, COLLECTOR),
      repeated: lines.counted(COUNTERS.repeated),
      bytes: lines.counted(COUNTERS.receivedBytes),
      decompressedBytes: lines.counted(COUNTERS.decompressedBytes),
      acknowledge: lines.quantiles(HISTOGRAMS.acknowledge),
    },
    decoded: {
      accepted: accepted(lines),
      own: lines.counted(COUNTERS.own),
      rejected: lines.countedBy(COUNTERS.rejected, ['signal', 'reason']),
      cut: lines.countedBy(COUNTERS.cut, ['signal', 'reason']),
    },
    journal: {
      bytes: lines.gauge(GAUGES.journalBytes, COLLECTOR),
      limitBytes: lines.gaugeRow(GAUGES.journalLimit, COLLECTOR)?.last.sum ?? null,
      ageSeconds: lines.gauge(GAUGES.journalAge, COLLECTOR, 'max'),
      pendingSegments: lines.gauge(GAUGES.pendingSegments, COLLECTOR),
      damagedBytes: lines.counted(COUNTERS.damagedBytes),
    },
    store: {
      rows: lines.counted(COUNTERS.insertedRows),
      blocksInFlight: lines.gauge(GAUGES.blocksInFlight, COLLECTOR),
      rowsPerBlock: lines.labelsOf(HISTOGRAMS.blockRows, 'table').map((table) => ({
        table,
        mean: lines.mean(HISTOGRAMS.blockRows, { table }),
      })),
      insert: lines.quantiles(HISTOGRAMS.insert),
      failures: lines.counted(COUNTERS.insertFailures),
      refusedSegments: lines.counted(COUNTERS.refusedSegments),
      lag: lines.labelsOf(HISTOGRAMS.lag, 'signal').map((signal) => ({
        signal,
        ...lines.quantiles(HISTOGRAMS.lag, { signal }),
      })),
    },
  };
  return {
    stepMs: steps.stepMs,
    times: timesOf(steps),
    everySeconds: everyMs / 1_000,
    verdict: verdictOf(lines, steps, everyMs, parts, seen(lines, steps)),
    processes: seen(lines, steps).map(({ process, service, row }) => ({
      process,
      instances: row.instances,
      lastSeenUnixNano: `${BigInt(row.lastMs) * 1_000_000n}`,
      memoryBytes: lines.gauge(GAUGES.memory, service),
      cpuCores: lines.rateOf(COUNTERS.cpu, service),
    })),
    ...parts,
  };
}

interface Seen {
  readonly process: string;
  readonly service: string;
  readonly row: GaugeRow;
}

/** Processes that told something in these steps, by what each of them tells. */
function seen(lines: Lines, { startMs }: Steps): Seen[] {
  return OWN_PROCESSES.flatMap((process) => {
    const service = ownService(process);
    const row = lines.gaugeRow(GAUGES.memory, service);
    return row && row.lastMs > startMs ? [{ process, service, row }] : [];
  });
}

/** All three signals, those too of which nothing came. */
function accepted(lines: Lines): Reply['decoded']['accepted'] {
  const found = lines.countedBy(COUNTERS.accepted, ['signal']);
  const none = { ...lines.counted(COUNTERS.accepted), total: 0 };
  const zero = { ...none, perSecond: none.perSecond.map((value) => (value === null ? null : 0)) };
  return SIGNALS.map((signal) => ({
    ...(found.find((one) => one.signal === signal) ?? zero),
    signal,
  }));
}

function verdictOf(
  lines: Lines,
  { startMs, stepMs, count }: Steps,
  everyMs: number,
  { received, decoded, journal, store }: Pick<Reply, 'received' | 'decoded' | 'journal' | 'store'>,
  processes: readonly Seen[],
): Verdict {
  const steps = Math.ceil(RECENT_MS / stepMs);
  const last = (metric: string) => lines.gaugeRow(metric, COLLECTOR)?.last;
  const acknowledgeP99 = quantile(lines.recent(HISTOGRAMS.acknowledge, steps), 0.99);
  return judge({
    endMs: startMs + count * stepMs,
    processes: processes.map(({ process, row }) => ({ process, lastMs: row.lastMs })),
    silentAfterMs: Math.max(LEAST_SILENCE_MS, 3 * everyMs),
    journal: {
      bytes: last(GAUGES.journalBytes)?.sum ?? 0,
      limitBytes: journal.limitBytes,
      ageSeconds: last(GAUGES.journalAge)?.max ?? 0,
      pendingSegments: last(GAUGES.pendingSegments)?.sum ?? 0,
    },
    recent: {
      insertSeconds: meanOf(lines.recent(HISTOGRAMS.insert, steps)),
      insertFailures: lines.recentlyCounted(COUNTERS.insertFailures, steps),
      acknowledgeP99Ms: acknowledgeP99 === null ? null : acknowledgeP99 * 1_000,
    },
    refusedSegments: store.refusedSegments.total,
    damagedBytes: journal.damagedBytes.total,
    rejected: decoded.rejected,
    refused: received.refused,
    closed: received.closed,
    cut: decoded.cut,
  });
}
