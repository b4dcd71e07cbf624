import type { TSchema } from 'typebox';
import type { Signal } from '../language/ast.ts';
import { groupingNames, toGrouping } from '../language/fields.ts';
import { parseQuery } from '../language/parse.ts';
import { schemaProblems } from '../runtime/schema-problems.ts';
import {
  AbsentCondition,
  AlarmRule,
  type Condition,
  durationMs,
  InstanceCondition,
  ThresholdCondition,
} from './rule.ts';

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

/** Every alarm of a rule holds its texts, and every notification of an alarm does. */
const MOST_TEXT = 8_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CONDITIONS: Readonly<Record<Condition['kind'], TSchema>> = {
  threshold: ThresholdCondition,
  absent: AbsentCondition,
  instance: InstanceCondition,
};

/** Whether somebody's JSON or YAML is an alarm rule, and everything that is wrong with it. */
export function validateRule(input: unknown): RuleValidation {
  const form = formProblems(input);
  if (form.length > 0) return { ok: false, problems: form };
  const rule = input as AlarmRule;
  const problems = [
    ...boundProblems(rule),
    ...textProblems(rule),
    ...conditionProblems(rule.condition),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rule };
}

/** What the schema says; of a condition, by its kind, for "none of three" helps nobody. */
function formProblems(input: unknown): RuleProblem[] {
  const whole = schemaProblems(AlarmRule, input).filter(
    ({ pointer, message }) => !pointer.startsWith('/condition') || message.endsWith('is missing'),
  );
  if (typeof input !== 'object' || input === null || !('condition' in input)) return whole;
  const others = whole.filter(({ pointer }) => !pointer.startsWith('/condition'));
  const condition: unknown = input.condition;
  const kind = (condition as { kind?: unknown } | null)?.kind;
  const schema = Object.entries(CONDITIONS).find(([known]) => known === kind)?.[1];
  if (!schema) {
    const expected = Object.keys(CONDITIONS);
    const message = `condition.kind must be one of ${expected.join(', ')}`;
    return [...others, { pointer: '/condition/kind', message, expected }];
  }
  const inner = schemaProblems(schema, condition).map((problem) => ({
    ...problem,
    pointer: `/condition${problem.pointer}`,
    message: `condition: ${problem.message}`,
  }));
  return [...others, ...inner];
}

function boundProblems(rule: AlarmRule): RuleProblem[] {
  return [
    ...durationProblems('/for', rule.for, 0, DAY_MS),
    ...durationProblems('/keepFiringFor', rule.keepFiringFor, 0, DAY_MS),
    ...(rule.actions ?? []).flatMap((action, index) =>
      durationProblems(`/actions/${index}/for`, action.for, 1_000, 60 * MINUTE_MS),
    ),
  ];
}

function textProblems({ labels = {}, annotations = {} }: AlarmRule): RuleProblem[] {
  const texts = [...Object.entries(labels), ...Object.entries(annotations)].flat();
  const length = texts.join('').length;
  if (length <= MOST_TEXT) return [];
  const message = `labels and annotations have at most ${MOST_TEXT} characters together; these have ${length}`;
  return [{ pointer: '/annotations', message }];
}

function conditionProblems(condition: Condition): RuleProblem[] {
  switch (condition.kind) {
    case 'threshold':
      return [
        ...queryProblems(condition.query, 'traces'),
        ...groupingProblems(condition.by),
        ...durationProblems('/condition/window', condition.window, 5_000, DAY_MS),
        ...valueProblems(condition),
      ];
    case 'absent':
      return [
        ...queryProblems(condition.query, 'traces'),
        ...groupingProblems(condition.by),
        ...durationProblems('/condition/window', condition.window, 5_000, DAY_MS),
        ...durationProblems('/condition/lookback', condition.lookback, 60_000, 7 * DAY_MS),
      ];
    case 'instance':
      return queryProblems(condition.query, 'instances');
  }
}

function queryProblems(query: string, signal: Signal): RuleProblem[] {
  const parsed = parseQuery(query, signal);
  if (parsed.ok) return [];
  const { message, offset, length, expected } = parsed.problem;
  const position = { offset, length };
  return [{ pointer: '/condition/query', message: `the query: ${message}`, position, expected }];
}

function groupingProblems(by: readonly string[]): RuleProblem[] {
  return by.flatMap((name, index) => {
    if (toGrouping(name, 'traces')) return [];
    const expected = groupingNames('traces');
    return [
      {
        pointer: `/condition/by/${index}`,
        message: `series cannot be grouped by ${name}; they can be by ${expected.join(', ')} and any attribute (http.route, resource.host.name)`,
        expected,
      },
    ];
  });
}

function durationProblems(
  pointer: string,
  text: string | undefined,
  least: number,
  most: number,
): RuleProblem[] {
  if (text === undefined) return [];
  const ms = durationMs(text);
  if (ms >= least && ms <= most) return [];
  const message = `${nameOf(pointer)} must be ${inWords(least)} to ${inWords(most)}; it is ${text}`;
  return [{ pointer, message }];
}

function valueProblems({ measure, value, op }: ThresholdCondition): RuleProblem[] {
  const pointer = '/condition/value';
  if (measure === 'error_rate' && (value < 0 || value > 1)) {
    return [{ pointer, message: `an error rate is 0 to 1 (0.05 for 5 %); value is ${value}` }];
  }
  if (value < 0 || (value === 0 && op === '<')) {
    return [
      { pointer, message: `${measure} is never ${op === '<' ? 'below' : 'as low as'} ${value}` },
    ];
  }
  return [];
}

const nameOf = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

function inWords(ms: number): string {
  if (ms === 0) return '0s';
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS}m` : `${ms / 1_000}s`;
}
