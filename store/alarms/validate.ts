import Value from 'typebox/value';
import { AlarmRule } from './rule.ts';

/** Something that is wrong with a rule. */
export interface RuleProblem {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly message: string;
  /** Where in that text, in UTF-16 code units. */
  readonly position?: { readonly offset: number; readonly length: number };
  /** What could stand there instead. */
  readonly expected?: readonly string[];
}

export type RuleValidation =
  | { readonly ok: true; readonly rule: AlarmRule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Whether somebody's JSON or YAML is an alarm rule, and everything that is wrong with it. */
export function validateRule(input: unknown): RuleValidation {
  const problems = Value.Errors(AlarmRule, input).map(({ instancePath, message }) => ({
    pointer: instancePath,
    message: `${instancePath} ${message}`,
  }));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, rule: input as AlarmRule };
}
