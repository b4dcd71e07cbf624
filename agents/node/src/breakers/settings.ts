// What a breaker goes by when nobody forces it.
export interface BreakerSettings {
  /** False: breakers do not open by themselves; a forced state still holds. */
  readonly enabled: boolean;
  /** Share of failed calls in the window that opens, above 0 and at most 1. */
  readonly failureRate: number;
  /** Fewer calls than this in the window never open. */
  readonly minimumRequests: number;
  readonly windowMs: number;
  /** How long an open breaker rejects before it lets a probe through. */
  readonly openMs: number;
}

export const DEFAULT_SETTINGS: BreakerSettings = Object.freeze({
  enabled: true,
  failureRate: 0.5,
  minimumRequests: 20,
  windowMs: 10_000,
  openMs: 5_000,
});

/** Good probes in a row that close a half-open breaker. */
export const GOOD_PROBES_TO_CLOSE = 2;

/** A probe without an outcome for this long is given up, and the next call may probe. */
export const PROBE_LIMIT_MS = 30_000;

/** No forced state lasts longer, whatever the configuration says. */
export const MAX_FORCED_MS = 3_600_000;
