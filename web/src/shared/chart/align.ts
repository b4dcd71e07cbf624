/** One line: its points in order of time, null where there was nothing to measure. */
export interface ChartSeries {
  readonly name: string;
  /** A CSS colour, variables included. */
  readonly color: string;
  readonly points: readonly (readonly [epochMs: number, value: number | null])[];
}

/** A time that is shaded. Epoch milliseconds. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
}

/** A moment that something happened at: a vertical line. */
export interface ChartMark {
  readonly atMs: number;
  /** A CSS colour, variables included. */
  readonly color: string;
}

export interface AlignedSeries {
  readonly times: number[];
  /** Per series: the value at each of the times. */
  readonly values: (number | null)[][];
}

/** All series over the union of their times: what the chart and its table are made from. */
export function alignSeries(series: readonly ChartSeries[]): AlignedSeries {
  const times = [...new Set(series.flatMap(({ points }) => points.map(([time]) => time)))].sort(
    (a, b) => a - b,
  );
  const place = new Map(times.map((time, index) => [time, index]));
  const values = series.map(({ points }) => {
    const line = Array.from<number | null>({ length: times.length }).fill(null);
    for (const [time, value] of points) line[place.get(time)!] = value;
    return line;
  });
  return { times, values };
}

/** From zero (or the lowest, below it) to a little above the highest of values and threshold. */
export function valueRange(
  values: readonly (readonly (number | null)[])[],
  threshold: number | undefined,
): [low: number, high: number] {
  let [low, high] = [Math.min(0, threshold ?? 0), Math.max(0, threshold ?? 0)];
  for (const line of values) {
    for (const value of line) {
      if (value === null || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (high === low) return [low, low + 1];
  return [low < 0 ? low - (high - low) * 0.08 : 0, high + (high - low) * 0.12];
}

/** Places of values without neighbours: no line goes through them, so they are to be points. */
export const isolated = (line: readonly (number | null | undefined)[]): number[] =>
  line.flatMap((value, at) =>
    value != null && line[at - 1] == null && line[at + 1] == null ? [at] : [],
  );

/** The newest value that there is. */
export const lastValue = (line: readonly (number | null)[]): number | null =>
  line.findLast((value) => value !== null) ?? null;
