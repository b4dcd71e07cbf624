import type { NewEvent } from '@nunchi/store/control/events';
import type { NotificationSnapshot } from '@nunchi/store/control/snapshots';
import type { Queued } from './queue.ts';
import { nextAttempt } from './retry.ts';
import type { Outcome } from './webhook.ts';

/** What an attempt's outcome makes of its notification. `random` is 0 to 1. */
export function outcomeEvent(
  event: Queued,
  outcome: Outcome,
  now: number,
  random: number,
): NewEvent {
  const { body, subject, chain, service, sequence } = event;
  const attempts = body.attempts + 1;
  const common = { time: now, subject, chain, service, cause: sequence };
  const about = `${body.alarm.ruleName} (${body.status})`;
  const ended = (changes: Partial<NotificationSnapshot>): NotificationSnapshot => ({
    ...body,
    attempts,
    nextAttemptAt: null,
    ...changes,
  });

  if (outcome.kind === 'delivered') {
    return {
      ...common,
      type: 'notification.delivered',
      summary: `Told ${body.channel} about ${about}.`,
      body: ended({ state: 'delivered', deliveredAt: now, lastError: null }),
    };
  }
  const abandoned = (reason: string): NewEvent => ({
    ...common,
    type: 'notification.abandoned',
    summary: `Could not tell ${body.channel} about ${about}: ${reason}.`,
    body: ended({ state: 'abandoned', lastError: reason }),
  });
  if (outcome.kind === 'rejected') return abandoned(outcome.reason);
  const next = nextAttempt({ ...body, attempts }, outcome.retryAfterMs, now, random);
  if (next.kind === 'give-up') {
    return abandoned(`${outcome.reason}; given up after ${attempts} attempts in 24 hours`);
  }
  const seconds = Math.max(1, Math.round((next.until - now) / 1_000));
  return {
    ...common,
    type: 'notification.retrying',
    summary: `Could not tell ${body.channel} about ${about}: ${outcome.reason}. Attempt ${attempts + 1} in ${seconds} s.`,
    body: ended({
      state: 'retrying',
      nextAttemptAt: Math.round(next.until),
      lastError: outcome.reason,
    }),
  };
}
