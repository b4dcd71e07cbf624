import type { AlarmRule, RuleAction } from '../../../api/types.ts';
import { durationMs } from '../../../shared/alarms/spans.ts';
import { parseDuration } from '../../../shared/format/duration.ts';

type Condition = AlarmRule['condition'];
export type ThresholdCondition = Extract<Condition, { kind: 'threshold' }>;
export type InstanceState = Extract<Condition, { kind: 'instance' }>['states'][number];

/** A pair of a label or an annotation while it is being written. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/**
 * The form: everything that is typed is text until it is read. What belongs to one kind of
 * condition stays while another is chosen, so that nothing is lost by looking.
 */
export interface Draft {
  readonly name: string;
  readonly enabled: boolean;
  readonly severity: AlarmRule['severity'];
  readonly kind: Condition['kind'];
  readonly query: string;
  readonly measure: ThresholdCondition['measure'];
  readonly op: ThresholdCondition['op'];
  /** In the unit of the measure as people write it: ms or a duration, percent, per second. */
  readonly value: string;
  readonly minimumRequests: string;
  readonly by: readonly string[];
  readonly window: string;
  readonly lookback: string;
  readonly states: readonly InstanceState[];
  readonly for: string;
  readonly keepFiringFor: string;
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
  readonly channels: readonly string[];
  readonly actions: readonly RuleAction[];
}

export const NEW_DRAFT: Draft = {
  name: '',
  enabled: true,
  severity: 'warning',
  kind: 'threshold',
  query: '',
  measure: 'latency_p95',
  op: '>',
  value: '500',
  minimumRequests: '10',
  by: ['service'],
  window: '1m',
  lookback: '1h',
  states: ['down'],
  for: '30s',
  keepFiringFor: '0s',
  labels: [],
  annotations: [],
  channels: [],
  actions: [],
};

export const UNITS: Readonly<Record<ThresholdCondition['measure'], string>> = {
  latency_p50: 'ms',
  latency_p95: 'ms',
  latency_p99: 'ms',
  error_rate: '%',
  request_rate: 'per s',
  count: 'requests',
};

export function draftOf(rule: AlarmRule): Draft {
  const { condition } = rule;
  return {
    ...NEW_DRAFT,
    name: rule.name,
    enabled: rule.enabled ?? true,
    severity: rule.severity,
    kind: condition.kind,
    query: condition.query,
    ...(condition.kind === 'threshold' && {
      measure: condition.measure,
      op: condition.op,
      value: valueText(condition.measure, condition.value),
      minimumRequests: String(condition.minimumRequests ?? 0),
    }),
    ...(condition.kind === 'absent' && { lookback: condition.lookback }),
    ...(condition.kind === 'instance'
      ? { states: condition.states }
      : { by: condition.by, window: condition.window }),
    for: rule.for ?? '0s',
    keepFiringFor: rule.keepFiringFor ?? '0s',
    labels: pairsOf(rule.labels),
    annotations: pairsOf(rule.annotations),
    channels: rule.channels ?? [],
    actions: rule.actions ?? [],
  };
}

/** What cannot be sent, by the field that it is about. */
export type Problems = Partial<Record<keyof Draft, string>>;

export type ReadDraft =
  | { readonly ok: true; readonly rule: AlarmRule }
  | { readonly ok: false; readonly problems: Problems };

const NOT_A_DURATION = 'A whole number and a unit, like 30s, 5m or 1h';

/** The rule that a form describes, or what is wrong with it. The server has the last word. */
export function readDraft(draft: Draft): ReadDraft {
  const problems: Problems = {};
  if (draft.name.trim() === '') problems.name = 'A rule needs a name';
  for (const field of ['for', 'keepFiringFor'] as const) {
    if (durationMs(draft[field]) === undefined) problems[field] = NOT_A_DURATION;
  }
  const condition = readCondition(draft, problems);
  const labels = readPairs(draft.labels, 'labels', problems);
  const annotations = readPairs(draft.annotations, 'annotations', problems);
  const bad = draft.actions.find(({ peer, for: time }) => peer.trim() === '' || !durationMs(time));
  if (bad) {
    problems.actions =
      bad.peer.trim() === '' ? 'An action needs the service that is spared' : NOT_A_DURATION;
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    rule: {
      name: draft.name.trim(),
      enabled: draft.enabled,
      severity: draft.severity,
      for: draft.for.trim(),
      keepFiringFor: draft.keepFiringFor.trim(),
      condition,
      labels,
      annotations,
      channels: [...draft.channels],
      actions: draft.actions.map((action) => ({ ...action, peer: action.peer.trim() })),
    },
  };
}

function readCondition(draft: Draft, problems: Problems): Condition {
  const query = draft.query.trim();
  if (draft.kind === 'instance') {
    if (draft.states.length === 0) problems.states = 'Late, down, or both';
    return { kind: 'instance', query, states: [...draft.states] };
  }
  if (!durationMs(draft.window)) problems.window = NOT_A_DURATION;
  const common = {
    signal: 'traces' as const,
    query,
    by: [...draft.by],
    window: draft.window.trim(),
  };
  if (draft.kind === 'absent') {
    if (!durationMs(draft.lookback)) problems.lookback = NOT_A_DURATION;
    return { kind: 'absent', ...common, lookback: draft.lookback.trim() };
  }
  const value = readValue(draft.measure, draft.value);
  if (value === undefined) problems.value = `A number, in ${UNITS[draft.measure]}`;
  const minimumRequests = Number(draft.minimumRequests.trim() || '0');
  if (!Number.isInteger(minimumRequests) || minimumRequests < 0) {
    problems.minimumRequests = 'A whole number, 0 for none';
  }
  const { measure, op } = draft;
  return { kind: 'threshold', ...common, measure, op, value: value ?? 0, minimumRequests };
}

/** The limit in the API's unit: a latency may be written as a duration, an error rate as percent. */
export function readValue(measure: Draft['measure'], text: string): number | undefined {
  const typed = text.trim();
  if (measure.startsWith('latency_')) return parseDuration(typed);
  const number = Number(measure === 'error_rate' ? typed.replace(/\s*%$/, '') : typed);
  if (typed === '' || !Number.isFinite(number)) return undefined;
  // Rounded, so that 7 % is 0.07 and not 0.07000000000000001.
  return measure === 'error_rate' ? Number((number / 100).toPrecision(12)) : number;
}

function valueText(measure: Draft['measure'], value: number): string {
  if (measure === 'error_rate') return String(Number((value * 100).toPrecision(12)));
  return String(value);
}

const pairsOf = (texts: Readonly<Record<string, string>> | undefined): Pair[] =>
  Object.entries(texts ?? {}).map(([name, value]) => ({ name, value }));

/** Pairs of which nothing is written yet do not count. */
function readPairs(
  pairs: readonly Pair[],
  field: 'labels' | 'annotations',
  problems: Problems,
): Record<string, string> {
  const written = pairs.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  const names = written.map(({ name }) => name.trim());
  if (names.includes('')) problems[field] = 'Each needs a name';
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) problems[field] = `“${twice}” is there twice`;
  return Object.fromEntries(written.map(({ name, value }) => [name.trim(), value]));
}
