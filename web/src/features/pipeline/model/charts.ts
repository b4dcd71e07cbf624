import type { ChartSeries } from '../../../shared/chart/align.ts';
import type { Pipeline, Values } from '../api/queries.ts';
import { BYTES, BYTES_RATE, CORES, COUNT, type Format, MILLISECONDS, RATE } from './format.ts';
import { addUp, scaled, toSeries } from './values.ts';

export interface Chart {
  readonly title: string;
  /** What the lines mean, where the title does not say it. */
  readonly note: string;
  readonly series: readonly ChartSeries[];
  readonly format: Format;
  /** In place of the lines, when nothing was measured. */
  readonly empty: string;
}

export const SIGNAL_COLORS: Readonly<Record<string, string>> = {
  traces: 'var(--svc-0)',
  logs: 'var(--svc-1)',
  metrics: 'var(--svc-2)',
};
const color = (index: number): string => `var(--svc-${index})`;
const MEDIAN = color(0);
const HIGH = color(5);

/** Everything that is measured on the way, in the order of the way. */
export function chartsOf(pipeline: Pipeline): Chart[] {
  const { times, received, decoded, journal, store, processes } = pipeline;
  const line = (name: string, lineColor: string, values: Values) =>
    toSeries(name, lineColor, times, values);
  const rates = (all: readonly { readonly perSecond: Values }[]): Values =>
    all.length === 0
      ? scaled(received.requests.perSecond, 0)
      : addUp(
          all.map(({ perSecond }) => perSecond),
          times.length,
        );
  const quantiles = ({ p50Ms, p99Ms }: { p50Ms: Values; p99Ms: Values }) => [
    line('p50', MEDIAN, p50Ms),
    line('p99', HIGH, p99Ms),
  ];
  return [
    {
      title: 'Records taken',
      note: 'without the stack’s own telemetry',
      series: decoded.accepted.map(({ signal, perSecond }) =>
        line(signal, SIGNAL_COLORS[signal] ?? color(3), perSecond),
      ),
      format: RATE,
      empty: 'Nothing was counted in this time.',
    },
    {
      title: 'Left out',
      note: 'requests refused, records rejected, parts cut',
      series: [
        line('refused', 'var(--warn)', rates(received.refused)),
        line('rejected', 'var(--error)', rates(decoded.rejected)),
        line('cut', color(3), rates(decoded.cut)),
      ],
      format: RATE,
      empty: 'Nothing was counted in this time.',
    },
    {
      title: 'Time until a request is answered',
      note: 'on disk by then',
      series: quantiles(received.acknowledge),
      format: MILLISECONDS,
      empty: 'No request was answered in this time.',
    },
    {
      title: 'Bytes in',
      note: '',
      series: [
        line('as they arrive', MEDIAN, received.bytes.perSecond),
        line('decompressed out of them', color(1), received.decompressedBytes.perSecond),
      ],
      format: BYTES_RATE,
      empty: 'Nothing was counted in this time.',
    },
    {
      title: 'Requests',
      note: '',
      series: [
        line('all', MEDIAN, received.requests.perSecond),
        line('repeated', color(3), received.repeated.perSecond),
      ],
      format: RATE,
      empty: 'Nothing was counted in this time.',
    },
    {
      title: 'Connections and requests in flight',
      note: '',
      series: [
        line('connections', MEDIAN, received.connections),
        line('requests', color(1), received.inFlightRequests),
      ],
      format: COUNT,
      empty: 'Nothing was measured in this time.',
    },
    {
      title: 'Journal',
      note: 'on disk, not in the store yet',
      series: [line('bytes', MEDIAN, journal.bytes)],
      format: BYTES,
      empty: 'Nothing was measured in this time.',
    },
    {
      title: 'Age of the oldest that waits',
      note: '',
      series: [line('age', MEDIAN, scaled(journal.ageSeconds, 1000))],
      format: MILLISECONDS,
      empty: 'Nothing was measured in this time.',
    },
    {
      title: 'Blocks',
      note: '',
      series: [
        line('waiting', MEDIAN, journal.pendingSegments),
        line('being inserted', color(1), store.blocksInFlight),
      ],
      format: COUNT,
      empty: 'Nothing was measured in this time.',
    },
    {
      title: 'Time of an insert',
      note: '',
      series: quantiles(store.insert),
      format: MILLISECONDS,
      empty: 'No block was inserted in this time.',
    },
    {
      title: 'Rows of a block',
      note: 'mean, by table',
      series: store.rowsPerBlock.map(({ table, mean }, index) => line(table, color(index), mean)),
      format: COUNT,
      empty: 'No block was inserted in this time.',
    },
    {
      title: 'From a record’s time to its storage',
      note: 'p95',
      series: store.lag.map(({ signal, p95Ms }) =>
        line(signal, SIGNAL_COLORS[signal] ?? color(3), p95Ms),
      ),
      format: MILLISECONDS,
      empty: 'No record was stored in this time.',
    },
    {
      title: 'Memory',
      note: 'resident',
      series: processes.map(({ process, memoryBytes }, index) =>
        line(process, color(index), memoryBytes),
      ),
      format: BYTES,
      empty: 'Nothing was measured in this time.',
    },
    {
      title: 'Processor',
      note: 'of one core',
      series: processes.map(({ process, cpuCores }, index) =>
        line(process, color(index), cpuCores),
      ),
      format: CORES,
      empty: 'Nothing was measured in this time.',
    },
  ];
}
