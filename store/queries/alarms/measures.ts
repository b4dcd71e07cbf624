import type { Measure } from '../../alarms/rule.ts';
import type { Field } from '../../language/ast.ts';
import { toGrouping } from '../../language/fields.ts';
import { type Grouping, spanGrouping } from '../../language/grouping.ts';
import { parseQuery } from '../../language/parse.ts';
import { spanCondition } from '../../language/spans.ts';
import type { Condition } from '../../language/sql.ts';

/** Of which spans, what, and grouped by what. Spans of kind server and consumer are meant. */
export interface Measurement {
  /** In the query language; empty: all of them. */
  readonly query: string;
  readonly measure: Measure;
  /** Fields of the query language. */
  readonly by: readonly string[];
}

/** The most series that a question answers with; one more tells that there are more. */
export const MAX_SERIES = 1_000;

/** A query or a field that a rule has, and that cannot be asked: the message says why. */
export class MeasurementError extends Error {
  override readonly name = 'MeasurementError';
}

/** The measurement's spans and groups in SQL; throws {@link MeasurementError}. */
export function compileMeasurement({ query, by }: Omit<Measurement, 'measure'>): {
  readonly condition: Condition;
  readonly grouping: Grouping;
} {
  const parsed = parseQuery(query, 'traces');
  if (!parsed.ok) {
    const { message, offset } = parsed.problem;
    throw new MeasurementError(`the query at ${offset}: ${message}`);
  }
  const fields = by.map((name): Field => {
    const field = toGrouping(name, 'traces');
    if (!field) throw new MeasurementError(`series cannot be grouped by ${name}`);
    return field;
  });
  return { condition: spanCondition(parsed.query), grouping: spanGrouping(fields) };
}

/** What aggregates give of a group of spans, as rows have it. */
export interface Aggregates {
  readonly requests: string;
  readonly errors: string;
  /** Of the measure's quantile; null when there was nothing. */
  readonly latencyNs: number | null;
}

/** The quantile of a measure; of one that is none, the median, which is then not used. */
export function quantileOf(measure: Measure): number {
  switch (measure) {
    case 'latency_p95':
      return 0.95;
    case 'latency_p99':
      return 0.99;
    default:
      return 0.5;
  }
}

const NANOS_PER_MILLISECOND = 1e6;

/**
 * The measure over a time: a rate per second, an error rate 0 to 1, a latency in milliseconds, a
 * count. Null where there is nothing to measure: what nobody asked is neither fast nor slow.
 */
export function valueOf(
  measure: Measure,
  { requests, errors, latencyNs }: Aggregates,
  seconds: number,
): number | null {
  const count = Number(requests);
  switch (measure) {
    case 'count':
      return count;
    case 'request_rate':
      return count / seconds;
    case 'error_rate':
      return count === 0 ? null : Number(errors) / count;
    default:
      return count === 0 || latencyNs === null ? null : latencyNs / NANOS_PER_MILLISECOND;
  }
}

/** Labels by their names, which are the fields that the series are grouped by. */
export const toLabels = (
  by: readonly string[],
  values: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(by.map((name, index) => [name, values[index] ?? '']));
