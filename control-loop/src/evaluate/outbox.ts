import type { Channel } from '@nunchi/store/alarms/channel';
import type { NewEvent } from '@nunchi/store/control/events';
import type { AlarmSnapshot, NotificationSnapshot } from '@nunchi/store/control/snapshots';
import type { LoopState } from '../log/state.ts';
import { isWaiting } from '../notify/queue.ts';

export type Channels = ReadonlyMap<string, Channel>;

/** Notifications that one channel's queue holds; beyond, they are abandoned and say so. */
export const MOST_WAITING = 1_000;

/** Where it is to be told of an alarm that began or ended to fire. */
export function channelsToTell(
  alarm: AlarmSnapshot,
  status: 'firing' | 'resolved',
  ofRule: readonly string[],
  channels: Channels,
): string[] {
  const names = status === 'firing' ? new Set(ofRule) : new Set(alarm.toldChannels);
  return [...names].filter((name) => {
    const channel = channels.get(name);
    return channel && (status === 'firing' || channel.sendResolved !== false);
  });
}

/**
 * The notifications of a transition, for the same block as its event: neither is stored without
 * the other. They stand right behind that event. What was queued once is not queued again.
 */
export function notificationEvents(
  state: Pick<LoopState, 'notification'>,
  { alarm, chain, status }: { alarm: AlarmSnapshot; chain: string; status: 'firing' | 'resolved' },
  channels: readonly string[],
  now: number,
): NewEvent[] {
  const fresh = channels
    .map((channel) => ({ channel, id: notificationId(alarm, status, channel) }))
    .filter(({ id }) => !state.notification.has(id));
  return fresh.map(({ channel, id }, index): NewEvent => {
    const queued: NotificationSnapshot = {
      id,
      channel,
      fingerprint: alarm.fingerprint,
      status,
      state: 'queued',
      attempts: 0,
      queuedAt: now,
      nextAttemptAt: now,
      deliveredAt: null,
      lastError: null,
      alarm,
    };
    const common = {
      time: now,
      subject: id,
      chain,
      service: alarm.labels['service'] ?? '',
      cause: -(index + 1),
    };
    if (waitingFor(state, channel) >= MOST_WAITING) {
      const lastError = `${MOST_WAITING} notifications wait for ${channel} already`;
      return {
        ...common,
        type: 'notification.abandoned',
        summary: `Does not tell ${channel} about ${alarm.ruleName}: ${lastError}.`,
        body: { ...queued, state: 'abandoned', nextAttemptAt: null, lastError },
      };
    }
    const summary = `Will tell ${channel} that ${alarm.ruleName} is ${status}.`;
    return { ...common, type: 'notification.queued', summary, body: queued };
  });
}

function notificationId(alarm: AlarmSnapshot, status: string, channel: string): string {
  return `${alarm.fingerprint}/${alarm.activeSince}/${status}/${channel}`;
}

type Notifications = LoopState['notification'];

/** Counted once for each state: a thousand alarms may ask at once. */
const waitingByChannel = new WeakMap<Notifications, ReadonlyMap<string, number>>();

function waitingFor(
  { notification }: { readonly notification: Notifications },
  channel: string,
): number {
  let waiting = waitingByChannel.get(notification);
  if (!waiting) {
    const counts = new Map<string, number>();
    for (const event of notification.values()) {
      if (!isWaiting(event)) continue;
      counts.set(event.body.channel, (counts.get(event.body.channel) ?? 0) + 1);
    }
    waiting = counts;
    waitingByChannel.set(notification, waiting);
  }
  return waiting.get(channel) ?? 0;
}
