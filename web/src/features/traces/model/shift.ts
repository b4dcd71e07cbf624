/** Milliseconds by which a clock may be moved, from least to most. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Many senders count in whole milliseconds; less than half of one is no news of a clock. */
const UNSEEN_MS = 0.5;

/**
 * The shift of a clock that most calls allow, with the bounds relative to a clock that is itself
 * moved by `beside`: none if that is possible, else the same as that other clock's, else the middle
 * of the bounds.
 */
export function chooseShift(bounds: readonly Bounds[], beside: number): number {
  const possible = mostAllowed(bounds).map(({ low, high }) => ({
    low: low + beside,
    high: high + beside,
  }));
  const allowed = (shift: number): boolean =>
    possible.some(({ low, high }) => low - UNSEEN_MS <= shift && shift <= high + UNSEEN_MS);
  if (allowed(0)) return 0;
  if (allowed(beside)) return beside;
  const nearest = possible.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  return middle(nearest);
}

const distance = ({ low, high }: Bounds): number => Math.min(Math.abs(low), Math.abs(high));

function middle({ low, high }: Bounds): number {
  if (!Number.isFinite(high)) return low;
  if (!Number.isFinite(low)) return high;
  // To the nanosecond, which is what times have.
  return Math.round(((low + high) / 2) * 1e6) / 1e6;
}

/** The stretches that lie in the most of the bounds: one liar among honest calls is outvoted. */
function mostAllowed(bounds: readonly Bounds[]): Bounds[] {
  const ends = bounds.flatMap(({ low, high }) => [
    { at: low, step: 1 },
    { at: high, step: -1 },
  ]);
  // Where one ends as another begins, both hold.
  ends.sort((a, b) => (a.at === b.at ? b.step - a.step : a.at - b.at));
  let most = 0;
  let depth = 0;
  let best: Bounds[] = [];
  for (const [index, { at, step }] of ends.entries()) {
    depth += step;
    if (step < 0 || depth < most) continue;
    if (depth > most) best = [];
    most = depth;
    best.push({ low: at, high: ends[index + 1]!.at });
  }
  return best;
}
