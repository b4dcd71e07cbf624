import type { Decision } from '@nunchi/store/control/decision';
import type { Document } from '@nunchi/store/control/documents';
import type { ActionSnapshot } from '@nunchi/store/control/snapshots';
import type { Draft } from './draft.ts';
import type { Observations } from './observations.ts';
import { forbidden } from './rails.ts';
import { start } from './start.ts';
import { targetsOf } from './targets.ts';

/** A word that was spoken in time counts for this long after it: the loop may have been down. */
const LATE_WORD_MS = 60_000;

/** An action that waits for a person: until it is approved, rejected, pointless or too late. */
export function stepWaiting(draft: Draft, action: ActionSnapshot, seen: Observations): void {
  const { now, decisions, rules } = seen;
  const { id, peer, ruleId, fingerprint } = action;
  const word = decisions.find((decision) => decision.id === id);
  const alarm = draft.state.alarm.get(fingerprint);
  const rule = rules.find((document) => document.id === ruleId);
  if (word?.body.word === 'reject') {
    const reason = `rejected by ${word.body.by}${comment(word)}`;
    const summary = `Opening the breakers towards ${peer} was ${reason}.`;
    draft.move(id, 'rejected', now, { reason, summary, endedAt: now, decision: decided(word) });
    return;
  }
  if (
    !rule ||
    alarm?.body.state !== 'firing' ||
    alarm.chain !== draft.state.action.get(id)?.chain
  ) {
    return expire(draft, action, now, rule ? 'its alarm is over' : 'its rule is gone');
  }
  if (word?.body.word === 'approve' && isInTime(word, action, now)) {
    const calls = seen.callers.get(peer);
    if (!calls) return;
    const asked = { ...action, ...targetsOf(peer, calls, seen.instances) };
    const why = forbidden(asked, alarm.body, rule, draft.actions, seen);
    return approve(draft, asked, word, why, now);
  }
  if (action.expiresAt !== null && now >= action.expiresAt) {
    expire(draft, action, now, 'nobody approved it in time');
  }
}

function approve(
  draft: Draft,
  action: ActionSnapshot,
  word: Document<Decision>,
  refused: string | undefined,
  now: number,
): void {
  const { id, peer, addresses, callers, targets } = action;
  const decision = decided(word);
  const by = `approved by ${word.body.by}${comment(word)}`;
  if (refused !== undefined) {
    const reason = `${by}, but ${refused}`;
    const summary = `Does not open the breakers towards ${peer}: ${reason}.`;
    draft.move(id, 'refused', now, { reason, summary, endedAt: now, decision });
    return;
  }
  const started = start(action, now);
  const { startedAt, endsAt } = started.action;
  draft.move(id, 'started', now, {
    addresses,
    callers,
    targets,
    startedAt,
    endsAt,
    decision,
    reason: by,
    summary: `${started.summary.slice(0, -1)}, ${by}.`,
  });
}

function expire(draft: Draft, { id, peer }: ActionSnapshot, now: number, why: string): void {
  const summary = `Opening the breakers towards ${peer} is not waited for any more: ${why}.`;
  draft.move(id, 'expired', now, { reason: why, summary, endedAt: now });
}

function isInTime(
  { time }: Document<Decision>,
  { expiresAt }: ActionSnapshot,
  now: number,
): boolean {
  return expiresAt === null || (time <= expiresAt && now < expiresAt + LATE_WORD_MS);
}

export function decided({ body, time }: Document<Decision>): ActionSnapshot['decision'] {
  return { word: body.word, by: body.by, at: time };
}

export function comment({ body }: Document<Decision>): string {
  return body.comment ? ` (${body.comment})` : '';
}
