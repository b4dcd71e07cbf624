/** Places of dots along one axis from 0 to 1, before and after on the same scale. */
export interface StripPlot {
  readonly rows: readonly StripRow[];
  readonly low: number;
  readonly high: number;
}

export interface StripRow {
  /** `x` along the axis; `lift`, -1 to 1, keeps dots with alike values apart. */
  readonly dots: readonly { readonly x: number; readonly lift: number }[];
  readonly median: number | undefined;
}

export interface SampleSet {
  readonly samples: readonly (number | null)[];
  readonly median: number | null;
}

/** Two dots closer than this share of the axis would cover each other. */
const CLOSE = 0.03;
const LIFTS = [0, -0.55, 0.55, -1, 1];

export function stripPlot(sets: readonly SampleSet[]): StripPlot {
  const all = sets.flatMap(({ samples, median }) => [...samples, median]).filter(isNumber);
  const low = Math.min(0, ...all);
  const high = Math.max(...all, low + Number.MIN_VALUE);
  const place = (value: number): number => (high > low ? (value - low) / (high - low) : 0);
  return {
    low,
    high,
    rows: sets.map(({ samples, median }) => ({
      dots: apart(samples.filter(isNumber).map(place)),
      median: median === null ? undefined : place(median),
    })),
  };
}

function apart(places: readonly number[]): { x: number; lift: number }[] {
  const dots: { x: number; lift: number }[] = [];
  for (const x of places.toSorted((a, b) => a - b)) {
    const near = dots.filter((dot) => x - dot.x < CLOSE).map(({ lift }) => lift);
    const free = LIFTS.find((lift) => !near.includes(lift));
    dots.push({ x, lift: free ?? 0 });
  }
  return dots;
}

const isNumber = (value: number | null): value is number =>
  value !== null && Number.isFinite(value);
