import type { ChartSeries } from '../../../shared/chart/align.ts';
import { nanoToMs } from '../../../shared/format/time.ts';
import type { SeriesReply } from '../api/queries.ts';
import { QUANTILES, type Quantile, type Split } from '../url.ts';

type Series = SeriesReply['series'][number];
type Point = Series['points'][number];

export interface Charts {
  /** Requests per second. */
  readonly rate: readonly ChartSeries[];
  /** Share of failed requests, 0 to 1. */
  readonly errors: readonly ChartSeries[];
  /** Milliseconds. */
  readonly latency: readonly ChartSeries[];
  /** Whether the latency has a line for each quantile, because there is nothing to split by. */
  readonly allQuantiles: boolean;
}

/** Epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface AskedWindow extends Window {
  /** When the question about it was answered. */
  readonly answeredAt: number;
}

/** More lines than this are a thicket. */
export const MOST_LINES = 10;

/** Far apart in hue, so that lines next to each other are told apart. */
const COLORS = [0, 3, 2, 1, 5, 4, 7, 6, 11, 9].map((index) => `var(--svc-${index})`);
const QUANTILE_COLORS: Record<Quantile, string> = {
  p50: 'var(--svc-0)',
  p95: 'var(--svc-2)',
  p99: 'var(--svc-5)',
};

/** The lines of the three charts, which have their times in common. */
export function chartsOf(
  { series, stepMs }: Pick<SeriesReply, 'series' | 'stepMs'>,
  by: Split,
  quantile: Quantile,
  window: AskedWindow,
): Charts {
  const shown = series.slice(0, MOST_LINES);
  const lines = (value: (point: Point, timeMs: number) => number | null): ChartSeries[] =>
    shown.map((each, index) => ({
      name: by === 'none' ? 'all' : each.value || `(no ${by})`,
      color: COLORS[index % COLORS.length]!,
      points: each.points.map((point) => {
        const timeMs = nanoToMs(point.timeUnixNano);
        return [timeMs, value(point, timeMs)];
      }),
    }));
  const only = shown.length === 1 ? shown[0] : undefined;
  return {
    rate: lines(({ requests }, timeMs) => perSecond(requests, timeMs, stepMs, window)),
    errors: lines(({ requests, errors }) => (requests === 0 ? null : errors / requests)),
    latency: only ? quantileLines(only) : lines((point) => point[`${quantile}Ms`]),
    allQuantiles: only !== undefined,
  };
}

const quantileLines = ({ points }: Series): ChartSeries[] =>
  QUANTILES.map((name) => ({
    name,
    color: QUANTILE_COLORS[name],
    points: points.map((point) => [nanoToMs(point.timeUnixNano), point[`${name}Ms`]]),
  }));

/** Less of a step would be a guess. */
const LEAST_COVERED = 0.5;
/** Requests of less long ago may not have arrived: with them, every rate would end in a fall. */
const SETTLING_MS = 5_000;

/** A step that is cut by an end of the time has its rate over what lies within. */
function perSecond(
  requests: number,
  timeMs: number,
  stepMs: number,
  { from, to, answeredAt }: AskedWindow,
): number | null {
  const [begin, end] = [Math.max(timeMs, from), Math.min(timeMs + stepMs, to)];
  const settled = Math.min(end, answeredAt - SETTLING_MS) - begin;
  return settled < stepMs * LEAST_COVERED ? null : requests / ((end - begin) / 1000);
}
