/** What is compared of a node or an edge in two ranges of time. */
export interface Figures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** 0 to 1; null without requests. */
  readonly errorRate: number | null;
  readonly p95Ms: number | null;
}

export interface Comparison {
  readonly change: 'new' | 'gone' | 'changed' | 'same' | null;
  readonly changeReason: string | null;
  readonly before: Omit<Figures, 'requests'> | null;
}

export const NOT_COMPARED: Comparison = { change: null, changeReason: null, before: null };

/** A quantile or a share of fewer requests than this says nothing. */
const FEWEST_REQUESTS = 10;
/** A rate of fewer requests than this, in both ranges, is chance. */
const FEWEST_FOR_RATE = 30;
const LATENCY_FACTOR = 1.5;
const LATENCY_MS = 10;
const ERROR_FACTOR = 2;
const ERROR_SHARE = 0.01;
const RATE_FACTOR = 2;

/** What changed between two ranges; undefined: it is not in that range. One of them is there. */
export function compareFigures(before: Figures | undefined, now: Figures | undefined): Comparison {
  if (!before) return { change: 'new', changeReason: 'It was not there before.', before: null };
  const { requests: _, ...figures } = before;
  if (!now) {
    const changeReason = `It is gone; before, it had ${rate(before)}.`;
    return { change: 'gone', changeReason, before: figures };
  }
  const changes = [latencyChange(before, now), errorChange(before, now), rateChange(before, now)];
  const said = changes.filter((change) => change !== undefined);
  return said.length === 0
    ? { change: 'same', changeReason: null, before: figures }
    : { change: 'changed', changeReason: said.join('; '), before: figures };
}

const enough = (before: Figures, now: Figures): boolean =>
  Math.min(before.requests, now.requests) >= FEWEST_REQUESTS;

function latencyChange(before: Figures, now: Figures): string | undefined {
  const [old, fresh] = [before.p95Ms, now.p95Ms];
  if (old === null || fresh === null || !enough(before, now)) return undefined;
  const [low, high] = [Math.min(old, fresh), Math.max(old, fresh)];
  if (high < low * LATENCY_FACTOR || high - low <= LATENCY_MS) return undefined;
  return `p95 ${duration(old)} → ${duration(fresh)}`;
}

function errorChange(before: Figures, now: Figures): string | undefined {
  const [old, fresh] = [before.errorRate, now.errorRate];
  if (old === null || fresh === null || !enough(before, now)) return undefined;
  const [low, high] = [Math.min(old, fresh), Math.max(old, fresh)];
  if (high < low * ERROR_FACTOR || high - low < ERROR_SHARE) return undefined;
  return `errors ${percent(old)} → ${percent(fresh)}`;
}

function rateChange(before: Figures, now: Figures): string | undefined {
  if (Math.max(before.requests, now.requests) < FEWEST_FOR_RATE) return undefined;
  const [old, fresh] = [before.requestsPerSecond, now.requestsPerSecond];
  if (Math.max(old, fresh) < Math.min(old, fresh) * RATE_FACTOR) return undefined;
  return `${number(old)} → ${rate(now)}`;
}

const number = (value: number): string => String(Number(value.toPrecision(2)));
const rate = ({ requestsPerSecond }: Figures): string => `${number(requestsPerSecond)} requests/s`;
const percent = (share: number): string => `${number(share * 100)} %`;
const duration = (ms: number): string =>
  ms >= 1_000 ? `${number(ms / 1_000)} s` : `${number(ms)} ms`;
