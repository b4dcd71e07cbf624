import type { AlarmRule, Condition, Measure, ThresholdCondition } from './rule.ts';

// Rules and their values as people say them.

const MEASURE_WORDS: Readonly<Record<Measure, string>> = {
  request_rate: 'request rate',
  error_rate: 'error rate',
  latency_p50: 'p50',
  latency_p95: 'p95',
  latency_p99: 'p99',
  count: 'number of requests',
};

/** `p95`, `error rate`. */
export const measureInWords = (measure: Measure): string => MEASURE_WORDS[measure];

/** `p95 of service:payment over 1m`: what a threshold is about. */
function measuredInWords({ measure, query, window }: ThresholdCondition): string {
  return `${MEASURE_WORDS[measure]} of ${queryInWords(query)} over ${window}`;
}

/** Without a query the labels that follow say of whom. */
const overWindow = ({ measure, window }: ThresholdCondition): string =>
  `${MEASURE_WORDS[measure]} over ${window}`;
const ofQuery = (query: string): string => (query.trim() === '' ? '' : ` of ${query}`);

/** `p95 of service:payment over 1m > 500 ms`. */
export function conditionInWords(condition: Condition): string {
  switch (condition.kind) {
    case 'threshold': {
      const { op, measure, value } = condition;
      return `${measuredInWords(condition)} ${op} ${valueInWords(measure, value)}`;
    }
    case 'absent': {
      const { query, window, lookback } = condition;
      return `no requests of ${queryInWords(query)} for ${window}, and some in the ${lookback} before`;
    }
    case 'instance': {
      const which = condition.query === '' ? 'an instance' : `an instance of ${condition.query}`;
      return `${which} is ${condition.states.join(' or ')}`;
    }
  }
}

/** A value of a measure with its unit: `1.52 s`, `12.3 %`, `4.2/s`. */
export function valueInWords(measure: Measure, value: number): string {
  switch (measure) {
    case 'error_rate':
      return `${rounded(value * 100)} %`;
    case 'request_rate':
      return `${rounded(value)}/s`;
    case 'count':
      return value === 1 ? '1 request' : `${rounded(value)} requests`;
    default:
      return latencyInWords(value);
  }
}

/** `850 ms`, `1.52 s`, `12 min`. */
export function latencyInWords(ms: number): string {
  if (ms < 1_000) return `${rounded(ms)} ms`;
  return ms < 120_000 ? `${rounded(ms / 1_000)} s` : `${rounded(ms / 60_000)} min`;
}

/** ` (service=payment, team=shop)`; nothing when there are no labels. */
export function labelsInWords(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
}

/** What is seen of a rule's series, as the end of a sentence. */
export function valueSentence({ condition }: AlarmRule, value: number | null): string {
  if (value === null) return conditionInWords(condition);
  switch (condition.kind) {
    case 'threshold': {
      const is = valueInWords(condition.measure, value);
      const bound = valueInWords(condition.measure, condition.value);
      const of = condition.query.trim() === '' ? overWindow(condition) : measuredInWords(condition);
      return `${of} is ${is}, ${relation(condition, value)} ${bound}`;
    }
    case 'absent':
      return `the last request${ofQuery(condition.query)} was ${latencyInWords(value * 1_000)} ago`;
    case 'instance':
      return `the last heartbeat was ${latencyInWords(value * 1_000)} ago`;
  }
}

function relation({ value: bound }: ThresholdCondition, value: number): string {
  if (value > bound) return 'above';
  return value < bound ? 'below' : 'which is exactly';
}

const queryInWords = (query: string): string => (query.trim() === '' ? 'all services' : query);

/** Three digits that count. */
function rounded(value: number): string {
  return Math.abs(value) >= 1_000
    ? String(Math.round(value))
    : String(Number(value.toPrecision(3)));
}
