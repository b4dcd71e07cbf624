import { countOf } from '../format/number.ts';
import { formatLimit, measureName } from './measures.ts';
import { durationMs, spanWords } from './spans.ts';

/** The condition of a rule, as the API has it. */
export type ConditionShape =
  | {
      readonly kind: 'threshold';
      readonly query: string;
      readonly measure: string;
      readonly by: readonly string[];
      readonly window: string;
      readonly op: string;
      readonly value: number;
      readonly minimumRequests?: number | undefined;
    }
  | {
      readonly kind: 'absent';
      readonly query: string;
      readonly by: readonly string[];
      readonly window: string;
      readonly lookback: string;
    }
  | { readonly kind: 'instance'; readonly query: string; readonly states: readonly string[] };

const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
};

export const operatorWords = (op: string): string => OPERATOR_WORDS[op] ?? op;

/** A duration of a rule for a sentence; what cannot be read is shown as it is. */
export function durationWords(text: string): string {
  const ms = durationMs(text);
  return ms === undefined ? text : spanWords(ms);
}

/** `p95 latency of service:payment over 1 min is above 500 ms, for each service`. */
export function conditionWords(condition: ConditionShape): string {
  switch (condition.kind) {
    case 'threshold': {
      const { measure, query, window, op, value, minimumRequests } = condition;
      const limit = `is ${operatorWords(op)} ${formatLimit(measure, value)}`;
      const least = minimumRequests ? `, from ${countOf(minimumRequests, 'request')} on` : '';
      return `${measureName(measure)} of ${about(query)} over ${durationWords(window)} ${limit}${each(condition.by)}${least}`;
    }
    case 'absent':
      return `no requests${condition.query.trim() && ` of ${condition.query.trim()}`} for ${durationWords(condition.window)}, after some in the last ${durationWords(condition.lookback)}${each(condition.by)}`;
    case 'instance': {
      const which =
        condition.query.trim() === '' ? 'any instance' : `an instance of ${condition.query.trim()}`;
      return `${which} is ${condition.states.join(' or ')}`;
    }
  }
}

const about = (query: string): string => query.trim() || 'all traffic';

const each = (by: readonly string[]): string =>
  by.length === 0 ? '' : `, for each ${by.join(' and ')}`;
