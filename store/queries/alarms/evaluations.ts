import type { Questionable } from '../../client.ts';

export interface EvaluationRow {
  readonly ruleId: string;
  /** Epoch milliseconds. */
  readonly timeMs: string;
  readonly outcome: 'ok' | 'no-data' | 'error';
  readonly message: string;
  readonly durationMs: number;
  /** By the fingerprint of the alarm; text where there is no number. */
  readonly values: Readonly<Record<string, number | string>>;
}

/** The last evaluation of each rule, or of some. */
export function lastEvaluations(
  store: Questionable,
  ruleIds?: readonly string[],
): Promise<EvaluationRow[]> {
  return store.rows<EvaluationRow>(
    `SELECT
       rule_id AS ruleId,
       toUnixTimestamp64Milli(time) AS timeMs,
       outcome,
       message,
       duration_ms AS durationMs,
       values
     FROM rule_evaluations FINAL
     ${ruleIds === undefined ? '' : 'WHERE rule_id IN {ruleIds:Array(String)}'}`,
    ruleIds === undefined ? {} : { ruleIds },
  );
}
