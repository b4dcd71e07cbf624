import type { AlarmRule } from '@nunchi/store/alarms/rule';
import {
  afterGap,
  type AlarmProgress,
  type AlarmTransition,
  isLive,
  type Observation,
  step,
  type Timing,
} from '@nunchi/store/alarms/step';
import { conditionInWords } from '@nunchi/store/alarms/words';
import type { EventOf, NewEvent } from '@nunchi/store/control/events';
import type { AlarmSnapshot } from '@nunchi/store/control/snapshots';
import type { LoopState } from '../log/state.ts';
import type { ActiveRule } from '../rules/catalogue.ts';
import { alarmLabels, fingerprint, type Labels } from './fingerprint.ts';
import { type Channels, channelsToTell, notificationEvents } from './outbox.ts';
import type { Sight } from './sight.ts';
import { alarmSummary } from './summary.ts';

type Known = Pick<LoopState, 'alarm' | 'notification'>;

/** What is the same for all alarms of an evaluation. Times are epoch milliseconds. */
export interface Evaluation {
  readonly now: number;
  readonly intervalMs: number;
  /** When the rule was evaluated before; undefined: not known. */
  readonly lastEvaluatedAt: number | undefined;
  readonly channels: Channels;
}

/** What an alarm says about its rule. */
type Description = Pick<
  AlarmSnapshot,
  'ruleId' | 'ruleName' | 'severity' | 'annotations' | 'condition' | 'query'
>;

/** One alarm before its step. */
interface Case {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly before: EventOf<'alarm'> | undefined;
  readonly description: Description;
  /** Undefined: it is no more, or cannot be read. */
  readonly rule: AlarmRule | undefined;
  readonly timing: Timing;
}

/** The events of one evaluation of a rule. */
export function decideRule(
  state: Known,
  { id, rule, timing }: ActiveRule,
  sight: Sight,
  evaluation: Evaluation,
): NewEvent[] {
  const description = describe(id, rule);
  const live = liveAlarms(state, id);
  const caseOf = (before: EventOf<'alarm'>): Case => {
    const { fingerprint: subject, labels } = before.body;
    return { fingerprint: subject, labels, before, description, rule, timing };
  };
  if (sight.kind === 'failed') {
    const observation = { kind: 'error', message: sight.message } as const;
    return live.flatMap((before) => decideAlarm(state, caseOf(before), observation, evaluation));
  }
  const seen = new Set<string>();
  const events = sight.series.flatMap(({ labels: ofSeries, observation }) => {
    const labels = alarmLabels(rule.labels, ofSeries);
    const subject = fingerprint(id, labels);
    if (seen.has(subject)) return [];
    seen.add(subject);
    const before = state.alarm.get(subject);
    const alarm = { fingerprint: subject, labels, before, description, rule, timing };
    return decideAlarm(state, alarm, observation, evaluation);
  });
  for (const before of live) {
    if (seen.has(before.subject)) continue;
    const observation = stillDescribed(id, rule, before.body)
      ? sight.missing(before.body)
      : ({ kind: 'gone', message: 'the rule was changed and is about something else' } as const);
    events.push(...decideAlarm(state, caseOf(before), observation, evaluation));
  }
  return events;
}

/** What it means for the alarms of a rule that it is no more (gone) or cannot be read (error). */
export function decideWithoutRule(
  state: Known,
  ruleId: string,
  observation: Extract<Observation, { kind: 'gone' | 'error' }>,
  evaluation: Evaluation,
): NewEvent[] {
  return liveAlarms(state, ruleId).flatMap((before) => {
    const { body } = before;
    const alarm: Case = {
      fingerprint: body.fingerprint,
      labels: body.labels,
      before,
      description: body,
      rule: undefined,
      timing: { forMs: 0, keepFiringForMs: 0 },
    };
    return decideAlarm(state, alarm, observation, evaluation);
  });
}

/** Pending and firing alarms of a rule. */
function liveAlarms({ alarm }: Known, ruleId: string): EventOf<'alarm'>[] {
  return [...alarm.values()].filter(({ body }) => body.ruleId === ruleId && isLive(body));
}

function decideAlarm(
  state: Known,
  alarm: Case,
  observation: Observation,
  evaluation: Evaluation,
): NewEvent[] {
  const { now, channels } = evaluation;
  const { before, rule, timing } = alarm;
  const live = before && isLive(before.body) ? before : undefined;
  const progress = live ? withoutGap(live, evaluation) : undefined;
  const after = step(progress, observation, timing, now);
  if (!after.alarm) return [];

  // An error says nothing about the rule as it is now.
  const described = live && observation.kind === 'error' ? live.body : alarm.description;
  const changed = live && (progress !== live.body || !isDescribedBy(live.body, described));
  const type = after.transition ?? (changed ? typeNow(after.alarm) : undefined);
  if (!type) return [];

  const body: AlarmSnapshot = {
    ...pickProgress(after.alarm),
    ...pickDescription(described),
    fingerprint: alarm.fingerprint,
    labels: alarm.labels,
    toldChannels: live?.body.toldChannels ?? [],
  };
  const status = notifiedStatus(live?.body, body);
  const told = status ? channelsToTell(body, status, rule?.channels ?? [], channels) : [];
  const withTold = status === 'firing' ? { ...body, toldChannels: told } : body;
  const chain = live?.chain ?? `${alarm.fingerprint}@${body.activeSince}`;
  const event: NewEvent = {
    type,
    time: now,
    subject: alarm.fingerprint,
    chain,
    service: alarm.labels['service'] ?? '',
    summary: alarmSummary(type, withTold, rule),
    cause: live?.sequence ?? 0,
    body: withTold,
  };
  if (!status) return [event];
  return [event, ...notificationEvents(state, { alarm: withTold, chain, status }, told, now)];
}

/**
 * The alarm without the time in which nobody evaluated its rule. One evaluation may be missed: how
 * long the next one takes is nobody's fault.
 */
function withoutGap(
  { body, time }: EventOf<'alarm'>,
  { now, intervalMs, lastEvaluatedAt = 0 }: Evaluation,
): AlarmProgress {
  const clocks = body.state === 'pending' || (body.unknownSince ?? null) !== null;
  const sinceMs = now - Math.max(lastEvaluatedAt, time);
  return clocks && sinceMs > 2 * intervalMs ? afterGap(body, sinceMs - intervalMs) : body;
}

/** The event that stores an alarm whose state has not changed. */
function typeNow({ state, evaluation }: AlarmProgress): AlarmTransition {
  if (evaluation !== 'ok') return `alarm.${evaluation}`;
  return state === 'pending' ? 'alarm.pending' : 'alarm.firing';
}

function notifiedStatus(
  before: AlarmProgress | undefined,
  after: AlarmProgress,
): 'firing' | 'resolved' | undefined {
  if (after.state === 'firing' && before?.state !== 'firing') return 'firing';
  return after.state === 'resolved' ? 'resolved' : undefined;
}

function describe(ruleId: string, rule: AlarmRule): Description {
  return {
    ruleId,
    ruleName: rule.name,
    severity: rule.severity,
    annotations: rule.annotations ?? {},
    condition: conditionInWords(rule.condition),
    query: rule.condition.query,
  };
}

/** Whether the rule as it is now is about what the alarm is about. */
function stillDescribed(id: string, rule: AlarmRule, alarm: AlarmSnapshot): boolean {
  if (alarm.query !== undefined && alarm.query !== rule.condition.query) return false;
  if (rule.condition.kind === 'instance') return true;
  const ofSeries = rule.condition.by.map((name) => [name, alarm.labels[name] ?? '']);
  const labels = alarmLabels(rule.labels, Object.fromEntries(ofSeries) as Labels);
  return fingerprint(id, labels) === alarm.fingerprint;
}

function isDescribedBy(alarm: AlarmSnapshot, description: Description): boolean {
  const text = (of: Description) => JSON.stringify(pickDescription(of));
  return text(alarm) === text(description);
}

function pickDescription(of: Description): Description {
  const { ruleId, ruleName, severity, annotations, condition, query } = of;
  return {
    ruleId,
    ruleName,
    severity,
    annotations,
    condition,
    ...(query !== undefined && { query }),
  };
}

function pickProgress(of: AlarmProgress): AlarmProgress {
  return {
    state: of.state,
    evaluation: of.evaluation,
    activeSince: of.activeSince,
    firedAt: of.firedAt,
    resolvedAt: of.resolvedAt,
    clearSince: of.clearSince,
    unknownSince: of.unknownSince ?? null,
    uncountedMs: of.uncountedMs ?? 0,
    value: of.value,
    message: of.message,
  };
}
