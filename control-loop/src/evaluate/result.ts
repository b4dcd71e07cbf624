import type { ActiveRule } from '../rules/catalogue.ts';
import { alarmLabels, fingerprint } from './fingerprint.ts';
import type { Sight } from './sight.ts';

/** A row of `rule_evaluations`. */
export interface ResultRow {
  readonly rule_id: string;
  readonly time: string;
  readonly outcome: 'ok' | 'no-data' | 'error';
  readonly message: string;
  readonly duration_ms: number;
  /** JSON has no NaN, ClickHouse reads it as text. */
  readonly values: Readonly<Record<string, number | 'nan'>>;
}

/** What there is to say about an evaluation of a rule; `at` is epoch milliseconds. */
export function resultRow(
  { id, rule }: ActiveRule,
  sight: Sight,
  at: number,
  durationMs: number,
): ResultRow {
  const common = { rule_id: id, time: new Date(at).toISOString(), duration_ms: durationMs };
  if (sight.kind === 'failed') {
    return { ...common, outcome: 'error', message: sight.message, values: {} };
  }
  const values = sight.series.map(({ labels, observation }) => {
    const value = observation.kind === 'value' ? observation.value : null;
    return [fingerprint(id, alarmLabels(rule.labels, labels)), value ?? 'nan'] as const;
  });
  const noData =
    rule.condition.kind === 'threshold' && values.every(([, value]) => value === 'nan');
  return {
    ...common,
    outcome: noData ? 'no-data' : 'ok',
    message: noData ? whyNoData(sight.series) : '',
    values: Object.fromEntries(values),
  };
}

/** Of a rule that cannot be read. */
export function brokenRow(ruleId: string, at: number, message: string): ResultRow {
  const time = new Date(at).toISOString();
  return { rule_id: ruleId, time, outcome: 'error', message, duration_ms: 0, values: {} };
}

function whyNoData(series: Extract<Sight, { kind: 'seen' }>['series']): string {
  const [first] = series;
  if (!first) return 'nothing matches the query at the moment';
  return 'message' in first.observation ? first.observation.message : '';
}
