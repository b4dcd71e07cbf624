/** Milliseconds by which a clock may be moved, from least to most. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What one call says about the shift of one of its clocks. */
export interface Evidence {
  /** By so much the call can have happened. */
  readonly possible: Bounds;
  /** By so much the server's span lies inside the client's. */
  readonly inside: Bounds;
}

/** Many senders count in whole milliseconds; less than half of one is no news of a clock. */
const UNSEEN_MS = 0.5;

/**
 * The shift of a clock by its calls with another one, which is itself moved by `beside`; what the
 * calls say is relative to that other clock. It is none if that is possible, else the same as the
 * other's, else the middle of where the servers' spans lie inside the clients'.
 */
export function chooseShift(calls: readonly Evidence[], beside: number): number {
  const possible = mostAllowed(calls.map((call) => call.possible));
  const allowed = (shift: number): boolean =>
    possible.some(
      ({ low, high }) => low - UNSEEN_MS <= shift - beside && shift - beside <= high + UNSEEN_MS,
    );
  if (allowed(0)) return 0;
  if (allowed(beside)) return beside;
  const inside = mostAllowed(calls.map((call) => call.inside));
  const middles = inside.map(({ low, high }) => (low + high) / 2 + beside);
  const nearest = middles.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
  // To the nanosecond, which is what times have.
  return Math.round(nearest * 1e6) / 1e6;
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
