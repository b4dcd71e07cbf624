import { type Questionable, StoreUnavailableError } from '@nunchi/store';
import { QueryLimitError, withLimits } from '@nunchi/store/queries/limits';

const LONGEST_QUESTION_S = 10;
/** Above what ClickHouse itself allows a question: this is for one that hangs. */
const GIVE_UP_AFTER_MS = 12_000;

/** The store for the questions of rules: each is bounded, and ends when the loop stops. */
export function forRules(store: Questionable, stopping: AbortSignal): Questionable {
  const limited = withLimits(store, { max_execution_time: LONGEST_QUESTION_S });
  return {
    rows(sql, parameters, options) {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(GIVE_UP_AFTER_MS)]);
      return limited.rows(sql, parameters, { ...options, signal });
    },
  };
}

/** Why a rule's question failed; undefined: the store is away, which says nothing about the rule. */
export function whyFailed(error: unknown): string | undefined {
  if (error instanceof StoreUnavailableError) return undefined;
  if (error instanceof QueryLimitError) {
    return error.limit === 'time'
      ? `its question takes longer than ${LONGEST_QUESTION_S} s; a narrower query or a shorter window helps`
      : `its question needs too much (limit: ${error.limit}); a narrower query or a shorter window helps`;
  }
  return error instanceof Error ? error.message : String(error);
}
