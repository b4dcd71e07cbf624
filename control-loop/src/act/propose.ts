import { createHash } from 'node:crypto';
import { type AlarmRule, durationMs, type RuleAction } from '@nunchi/store/alarms/rule';
import type { Document } from '@nunchi/store/control/documents';
import type { EventOf } from '@nunchi/store/control/events';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import { type LoopState, REMEMBER_MS } from '../log/state.ts';
import type { Draft } from './draft.ts';
import type { Observations } from './observations.ts';
import { byTargets, forbidden, RAILS } from './rails.ts';
import { start } from './start.ts';
import { targetsOf } from './targets.ts';
import { whatItDoes } from './words.ts';

/** An action that a firing alarm asks for and that is not in the log yet. */
export interface Proposal {
  readonly id: string;
  readonly alarm: EventOf<'alarm'>;
  readonly rule: Document<AlarmRule>;
  readonly action: RuleAction;
}

/** Agents hold a forced state no longer, and take no slower call than this. */
const LONGEST_MS = 3_600_000;

/** Well within what the log remembers, so that what was done is never done again. */
const ACT_WITHIN_MS = REMEMBER_MS / 2;

/** What the firing alarms ask for. Nothing is asked for while an alarm cannot be judged, or clears. */
export function proposals(
  state: Pick<LoopState, 'alarm' | 'action'>,
  { rules, now }: Pick<Observations, 'rules' | 'now'>,
): Proposal[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return [...state.alarm.values()].flatMap((alarm) => {
    const { ruleId, state: is, evaluation, clearSince, firedAt } = alarm.body;
    const rule = byId.get(ruleId);
    if (!rule || rule.body.enabled === false || is !== 'firing' || evaluation !== 'ok') return [];
    if (clearSince !== null || firedAt === null || now - firedAt > ACT_WITHIN_MS) return [];
    return (rule.body.actions ?? [])
      .map((action, index) => ({ id: actionId(alarm, index), alarm, rule, action }))
      .filter(({ id }) => !state.action.has(id));
  });
}

/** One for each action of the rule in each episode of the alarm. */
function actionId({ body }: EventOf<'alarm'>, index: number): string {
  const name = `${body.fingerprint}-${body.activeSince}-${index}`;
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

/** Puts a proposal into its first state, by its mode and the rails. */
export function propose(draft: Draft, proposal: Proposal, observations: Observations): void {
  const { alarm, rule, action, id } = proposal;
  const calls = observations.callers.get(action.peer);
  if (draft.has(id) || !calls) return;
  const { now } = observations;
  const proposed: ActionSnapshot = {
    id,
    kind: action.kind,
    ruleId: rule.id,
    ruleName: rule.body.name,
    fingerprint: alarm.body.fingerprint,
    peer: action.peer,
    ...targetsOf(action.peer, calls, observations.instances),
    mode: action.mode,
    state: 'refused',
    reason: '',
    forMs: Math.min(durationMs(action.for), LONGEST_MS),
    slowCallMs: slowCallMs(rule.body),
    proposedAt: now,
    alarmSince: alarm.body.activeSince,
    expiresAt: null,
    startedAt: null,
    appliedAt: null,
    endsAt: null,
    endedAt: null,
    decision: null,
    verification: null,
  };
  const why = forbidden(proposed, alarm.body, rule, draft.actions, observations);
  if (action.mode === 'dry-run') return dryRun(draft, proposed, alarm, why);
  if (action.mode === 'approve') {
    // Other rails may let it pass by the time somebody approves.
    const never = byTargets(proposed);
    if (never !== undefined) return refuse(draft, proposed, alarm, never);
    return waitForApproval(draft, proposed, alarm);
  }
  if (why !== undefined) return refuse(draft, proposed, alarm, why);
  const started = start(proposed, now);
  draft.propose({ ...started.action, reason: 'the rule acts by itself' }, alarm, started.summary);
}

function dryRun(
  draft: Draft,
  action: ActionSnapshot,
  alarm: EventOf<'alarm'>,
  why: string | undefined,
): void {
  const reason = why === undefined ? 'the rule only tries dry' : `it would be refused: ${why}`;
  const summary = `Would have opened ${whatItDoes(action)}; ${reason}.`;
  draft.propose({ ...action, state: 'dry-run', reason }, alarm, summary);
}

function waitForApproval(draft: Draft, action: ActionSnapshot, alarm: EventOf<'alarm'>): void {
  const expiresAt = action.proposedAt + RAILS.approvalExpiresAfterMs;
  const reason = 'it needs the approval of a person';
  const summary = `Waits for approval to open ${whatItDoes(action)}.`;
  draft.propose({ ...action, state: 'waiting', reason, expiresAt }, alarm, summary);
}

function refuse(
  draft: Draft,
  action: ActionSnapshot,
  alarm: EventOf<'alarm'>,
  reason: string,
): void {
  const summary = `Does not open the breakers towards ${action.peer}: ${reason}.`;
  draft.propose({ ...action, state: 'refused', reason }, alarm, summary);
}

/** What the rule calls too slow is too slow for a call that probes. */
function slowCallMs({ condition }: AlarmRule): number {
  if (condition.kind !== 'threshold') return 0;
  const { measure, op, value } = condition;
  const isLimit = measure.startsWith('latency_') && op.startsWith('>');
  return isLimit ? Math.min(Math.max(value, 0), LONGEST_MS) : 0;
}
