import type { ChartBand, ChartSeries } from '../chart/align.ts';

/** One series of a preview, as the API has it. */
export interface PreviewSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Pairs of epoch milliseconds and value. */
  readonly points: readonly (readonly (number | null)[])[];
  readonly firing: readonly ChartBand[];
}

const COLORS = 14;

/**
 * The lines of a preview, those that would fire first, named by their labels; a line alone has the
 * colour of the product.
 */
export function previewLines(series: readonly PreviewSeries[]): ChartSeries[] {
  const firingFirst = series.toSorted((a, b) => b.firing.length - a.firing.length);
  return firingFirst.map(({ labels, points }, index) => ({
    name: Object.values(labels).join(' · ') || 'all',
    color: series.length === 1 ? 'var(--accent)' : `var(--svc-${index % COLORS})`,
    points: points.map(([time, value]) => [time ?? 0, value ?? null]),
  }));
}

/** The series that an alarm is about: every label of such a series is also the alarm's. */
export const seriesOfAlarm = (
  series: readonly PreviewSeries[],
  labels: Readonly<Record<string, string>>,
): PreviewSeries[] =>
  series.filter((each) =>
    Object.entries(each.labels).every(([name, value]) => labels[name] === value),
  );
