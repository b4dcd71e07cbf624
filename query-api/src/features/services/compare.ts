/** First, second and third quartile over the hours of a day. */
export type Quartiles = readonly [number, number, number];

/** What is usual for a service. */
export interface Usual {
  readonly hours: number;
  readonly errorRates: Quartiles;
  readonly p95Ms: Quartiles;
}

/** What a service did now. */
export interface Compared {
  readonly requests: number;
  readonly errors: number;
  readonly p95Ms: number;
}

type Verdict = 'healthy' | 'degraded' | 'unhealthy';

/** So much more than usual is worse than usual, and so much more is bad. */
const WORSE = 1.5;
const BAD = 3;
/** Of so few hours the spread is not known: then it takes more. */
export const FEW_HOURS = 4;
const WORSE_OF_FEW = 2;
/** A p95 of fewer requests is one of them. */
const FEWEST_REQUESTS = 20;

/** Nobody feels less; so much more can be bad. */
const FELT_MS = 5;
const BAD_MS = 50;

/** Fewer may be chance. */
export const FEWEST_ERRORS = 3;
/** More errors than usual by less than this share of requests are no trouble. */
const NOTICED_RATE = 0.002;
const BAD_RATE = 0.05;
/** Standard deviations that chance hardly ever reaches: one of 10,000 times. */
const BEYOND_CHANCE = 3.7;

/** Whether a p95 is higher than what is usual. */
export function compareLatency({ requests, p95Ms }: Compared, usual: Usual): Verdict {
  const median = usual.p95Ms[1];
  if (requests < FEWEST_REQUESTS || p95Ms - median < FELT_MS) return 'healthy';
  if (p95Ms < median * worse(usual) || p95Ms <= fence(usual.p95Ms)) return 'healthy';
  return p95Ms >= median * BAD && p95Ms - median >= BAD_MS ? 'unhealthy' : 'degraded';
}

/** Whether a larger share of requests failed than usual, and not by chance. */
export function compareErrors({ requests, errors }: Compared, usual: Usual): Verdict {
  const rate = errors / requests;
  const median = usual.errorRates[1];
  if (errors < FEWEST_ERRORS || rate - median < NOTICED_RATE) return 'healthy';
  if (rate < median * worse(usual) || rate <= fence(usual.errorRates)) return 'healthy';
  const expected = requests * median;
  const deviation = Math.sqrt(Math.max(expected * (1 - median), 1));
  if (errors - expected < BEYOND_CHANCE * deviation) return 'healthy';
  return rate >= median * BAD && rate - median >= BAD_RATE ? 'unhealthy' : 'degraded';
}

const worse = ({ hours }: Usual): number => (hours < FEW_HOURS ? WORSE_OF_FEW : WORSE);

/** Tukey's fence: what lies above is no part of the usual spread. */
const fence = ([q1, , q3]: Quartiles): number => q3 + 1.5 * (q3 - q1);
