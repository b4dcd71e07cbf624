import type { EventOf } from '@nunchi/store/control/events';
import type { LoopState } from '../log/state.ts';

export type Queued = EventOf<'notification'>;

export const isWaiting = ({ body }: Queued): boolean =>
  body.state === 'queued' || body.state === 'retrying';

/**
 * What to send now, at most one a channel: the oldest that is due, of a channel that is not busy.
 * An alarm's end is not told while its beginning still waits. `now` is epoch milliseconds.
 */
export function dueNotifications(
  { notification }: Pick<LoopState, 'notification'>,
  busy: ReadonlySet<string>,
  now: number,
): Queued[] {
  const waiting = [...notification.values()]
    .filter(isWaiting)
    .sort((a, b) => a.body.queuedAt - b.body.queuedAt || a.sequence - b.sequence);
  const taken = new Set(busy);
  const alarmsAhead = new Set<string>();
  const due: Queued[] = [];
  for (const event of waiting) {
    const { channel, fingerprint, nextAttemptAt } = event.body;
    const alarm = JSON.stringify([channel, fingerprint]);
    const ready = !taken.has(channel) && !alarmsAhead.has(alarm) && (nextAttemptAt ?? 0) <= now;
    alarmsAhead.add(alarm);
    if (!ready) continue;
    taken.add(channel);
    due.push(event);
  }
  return due;
}
