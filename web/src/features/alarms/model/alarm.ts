import type { Alarm, AlarmRule } from '../../../api/types.ts';
import { formatLimit, measureFormat } from '../../../shared/alarms/measures.ts';
import { operatorWords } from '../../../shared/alarms/condition.ts';
import type { Wording } from '../../../shared/story/outcomes.ts';
import { actionWording, verdictWording } from '../../../shared/story/outcomes.ts';

export const STATES = ['firing', 'pending', 'resolved'] as const;

const SEVERITIES = ['critical', 'warning', 'info'];

/** What is over comes by when it ended; of the rest the severe first, then the newest. */
export const worstFirst = (alarms: readonly Alarm[]): Alarm[] =>
  alarms.toSorted((a, b) => severityRank(a) - severityRank(b) || sinceMs(b) - sinceMs(a));

const severityRank = ({ state, severity }: Alarm): number =>
  state === 'resolved' ? SEVERITIES.length : SEVERITIES.indexOf(severity);

/** What is measured now, and what it must not pass, as people write them. */
export interface Reading {
  readonly value: string;
  readonly limit: string;
}

/** Undefined where the rule measures nothing, or is gone. */
export function readingOf(alarm: Alarm, rule: AlarmRule | undefined): Reading | undefined {
  const condition = rule?.condition;
  if (condition?.kind !== 'threshold') return undefined;
  const { measure, op, value: limit } = condition;
  const value = alarm.currentValue ?? alarm.value;
  return {
    value: value === null ? 'no data' : measureFormat(measure)(value),
    limit: `${operatorWords(op)} ${formatLimit(measure, limit)}`,
  };
}

/** When the present state began, in epoch milliseconds. */
export function sinceMs(alarm: Alarm): number {
  if (alarm.state === 'firing') return alarm.firedAt ?? alarm.activeSince;
  if (alarm.state === 'resolved') return alarm.resolvedAt ?? alarm.activeSince;
  return alarm.activeSince;
}

/** How long it fired or has been firing; undefined while it has not. */
export function firingMs(alarm: Alarm, nowMs: number): number | undefined {
  if (alarm.firedAt === null) return undefined;
  return Math.max(0, (alarm.resolvedAt ?? nowMs) - alarm.firedAt);
}

/** What became of its notifications, the worst first; undefined: there are none. */
export function toldWording(notifications: Alarm['notifications']): Wording | undefined {
  const { queued, retrying, delivered, abandoned } = notifications;
  if (abandoned > 0) return { word: `${abandoned} not delivered`, tone: 'bad' };
  if (retrying > 0) return { word: `${retrying} being retried`, tone: 'attention' };
  if (queued > 0) return { word: `${queued} on the way`, tone: 'busy' };
  return delivered > 0 ? { word: `${delivered} delivered`, tone: 'quiet' } : undefined;
}

/** Where an action stands: its verdict once there is one, else its state. */
export const doneWording = ({ state, verdict }: Alarm['actions'][number]): Wording =>
  verdict === null ? actionWording(state) : verdictWording(verdict);
