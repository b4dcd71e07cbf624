import type { ActionSnapshot, ActionTarget } from '@nunchi/store/control/snapshots';
import { desiredConfig } from './desired.ts';
import type { Draft } from './draft.ts';
import type { Observations } from './observations.ts';
import { byKillSwitch } from './rails.ts';
import { observeTargets } from './targets.ts';
import { comment, decided } from './waiting.ts';
import { breakersInWords, counted, listed, seconds } from './words.ts';
import { VERIFY_PATIENCE_MS } from '../verify/timing.ts';

/** Targets report within this time, or within two heartbeats when these are longer. */
const APPLIED_WITHIN_MS = 30_000;
const HEARTBEATS_TO_APPLY = 2;

/** An action that is in force: taken back, applied, judged, ended. */
export function stepInForce(draft: Draft, before: ActionSnapshot, seen: Observations): void {
  const { now, instances, settings } = seen;
  const wanted = (service: string) => desiredConfig(service, draft.actions, settings, now);
  const action = { ...before, targets: observeTargets(before, instances, wanted) };
  const back = whyTakenBack(action, seen);
  if (back) return takeBack(draft, action, now, back.reason, back.decision);
  if (action.state === 'started') return stepStarted(draft, action, seen);
  const verification = action.verification ? undefined : seen.verifications.get(action.id);
  if (verification) return verify(draft, action, verification, now);
  if (isOver(action, now)) end(draft, action, now);
}

function whyTakenBack(
  { id }: ActionSnapshot,
  { killSwitch, decisions }: Observations,
): { reason: string; decision?: ActionSnapshot['decision'] } | undefined {
  const reason = byKillSwitch(killSwitch);
  if (reason) return { reason };
  const word = decisions.find((decision) => decision.id === id);
  if (word?.body.word !== 'rollback') return undefined;
  return { reason: `taken back by ${word.body.by}${comment(word)}`, decision: decided(word) };
}

function takeBack(
  draft: Draft,
  { id, peer, targets, decision: earlier }: ActionSnapshot,
  now: number,
  reason: string,
  decision: ActionSnapshot['decision'] = earlier,
): void {
  const summary = `The breakers towards ${peer} are given back before their time: ${reason}.`;
  draft.move(id, 'rolled-back', now, { reason, summary, targets, decision, endedAt: now });
}

function stepStarted(draft: Draft, action: ActionSnapshot, { now, instances }: Observations): void {
  const { id, peer, targets, startedAt, endsAt } = action;
  const having = (state: ActionTarget['state']) =>
    targets.filter((target) => target.state === state);
  const [applied, open, failed] = [having('applied'), having('wanted'), having('failed')];
  const inTime = now < (startedAt ?? 0) + patience(targets, instances) && now < (endsAt ?? 0);
  if (open.length > 0 && inTime) return;
  const holdouts = [
    ...failed.map(({ instance, instanceUid, message }) => `${instance || instanceUid}: ${message}`),
    ...(open.length > 0 ? [`${counted(open.length, 'instance')} did not answer in time`] : []),
  ];
  if (applied.length === 0) {
    const reason = listed(holdouts) || 'every instance is gone';
    const summary = `The breakers towards ${peer} could not be opened: ${reason}.`;
    draft.move(id, 'failed', now, { reason, summary, targets, endedAt: now });
    return;
  }
  const reason = [
    `${applied.length} of ${counted(targets.length, 'instance')} applied it`,
    ...holdouts,
  ];
  const summary = `The breakers towards ${peer} are opened: ${reason.join('; ')}.`;
  draft.move(id, 'applied', now, { reason: reason.join('; '), summary, targets, appliedAt: now });
}

function patience(targets: readonly ActionTarget[], instances: Observations['instances']): number {
  const uids = new Set(targets.map(({ instanceUid }) => instanceUid));
  const heartbeats = instances
    .filter(({ instanceUid }) => uids.has(instanceUid))
    .map(({ heartbeatSeconds }) => heartbeatSeconds * 1_000 * HEARTBEATS_TO_APPLY);
  return Math.max(APPLIED_WITHIN_MS, ...heartbeats);
}

function verify(
  draft: Draft,
  action: ActionSnapshot,
  verification: NonNullable<ActionSnapshot['verification']>,
  now: number,
): void {
  const { id, targets } = action;
  const { verdict, explanation } = verification;
  const summary = `${explanation}.`;
  const judged = draft.move(id, 'verified', now, {
    reason: explanation,
    summary,
    targets,
    verification,
  });
  if (isOver(judged, now)) return end(draft, judged, now);
  if (verdict === 'no-effect')
    takeBack(draft, judged, now, 'it had no effect; a person should look');
  if (verdict === 'worse')
    takeBack(draft, judged, now, 'it made things worse; a person should look');
}

/** What was not yet judged waits a little longer for its judgement. */
function isOver({ endsAt, verification }: ActionSnapshot, now: number): boolean {
  if (endsAt === null) return true;
  return now >= endsAt + (verification ? 0 : VERIFY_PATIENCE_MS);
}

function end(draft: Draft, { id, peer, targets, forMs }: ActionSnapshot, now: number): void {
  const reason = `its ${seconds(forMs)} are over`;
  const summary = `The breakers towards ${peer} are given back, ${reason}: ${breakersInWords(targets)}.`;
  draft.move(id, 'ended', now, { reason, summary, targets, endedAt: now });
}
