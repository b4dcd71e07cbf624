import type { Channel } from '@nunchi/store/alarms/channel';
import { NOTIFICATION_STATES } from '@nunchi/store/control/snapshots';
import { Counter, Gauge } from 'prom-client';
import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import { Trouble } from '../runtime/trouble.ts';
import { outcomeEvent } from './outcome-event.ts';
import { webhookPayload } from './payload.ts';
import { dueNotifications, type Queued } from './queue.ts';
import { type Outcome, sendWebhook } from './webhook.ts';

const LOOK_EVERY_MS = 250;
/** Channels that are sent to at the same time. */
const MOST_CHANNELS = 16;
/** When it is stopped, an answer on its way may still come: else that message is sent again. */
const GRACE_MS = 2_000;

/**
 * Sends what waits in the log, each channel by itself, so that a slow one holds up no other. What
 * became of an attempt is stored at once; until it is, the notification is not sent again. Killed
 * between the answer and the storing, the next process sends once more, under the same id.
 */
export function sendNotifications(
  context: LoopContext,
  random: () => number = Math.random,
): Worker {
  const { config, log, documents, logger, now } = context;
  const allowed = config.webhookAllow;
  const trouble = new Trouble(logger, 'what became of notifications cannot be stored');
  const counted = observe(context);
  let stopped = false;
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();

  const attempt = async (event: Queued): Promise<void> => {
    const { body, subject } = event;
    const channel = documents.of<Channel>('channel').find(({ id }) => id === body.channel)?.body;
    let outcome: Outcome = { kind: 'rejected', reason: 'the channel is no more' };
    if (channel) {
      const message = { id: subject, body: JSON.stringify(webhookPayload(body)) };
      outcome = await sendWebhook(channel, message, { allowed, now, signal: stopping.signal });
    }
    if (stopping.signal.aborted && outcome.kind === 'retry') return;
    counted.inc({ outcome: outcome.kind });
    await store(event, outcome);
  };

  /** Tries until the log has it: the channel stays busy meanwhile. */
  const store = async (event: Queued, outcome: Outcome): Promise<void> => {
    const became = outcomeEvent(event, outcome, now(), random());
    for (;;) {
      try {
        await log.decide((state) => {
          const current = state.notification.get(event.subject);
          return current?.sequence === event.sequence ? [became] : [];
        });
        trouble.passed();
        break;
      } catch (error) {
        trouble.failed(error);
        if (stopping.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
    if (became.type === 'notification.abandoned') logger.error(became.summary);
    if (became.type === 'notification.retrying') logger.warn(became.summary);
  };

  const look = (): void => {
    const due = dueNotifications(log.state, new Set(busy.keys()), now());
    for (const event of due.slice(0, MOST_CHANNELS - busy.size)) {
      const { channel } = event.body;
      busy.set(channel, sendAndGoOn(event));
    }
  };

  /** A channel with a long queue is not to wait for the next look after each one. */
  const sendAndGoOn = async (event: Queued): Promise<void> => {
    try {
      await attempt(event);
      busy.delete(event.body.channel);
      if (!stopped) look();
    } catch (error) {
      busy.delete(event.body.channel);
      trouble.failed(error);
    }
  };

  const ticker = every({ everyMs: LOOK_EVERY_MS, failed: trouble.failed }, async () => look());

  return {
    async stop() {
      stopped = true;
      await ticker.stop();
      const timer = setTimeout(() => stopping.abort(), GRACE_MS);
      await Promise.all(busy.values());
      clearTimeout(timer);
    },
  };
}

function observe({ registry, log }: LoopContext): Counter<'outcome'> {
  new Gauge({
    name: 'nunchi_control_notifications',
    help: 'Notifications that wait to be sent, and those of the last 24 hours that do not, by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const states = [...log.state.notification.values()].map(({ body }) => body.state);
      for (const state of NOTIFICATION_STATES) {
        this.set({ state }, states.filter((other) => other === state).length);
      }
    },
  });
  return new Counter({
    name: 'nunchi_control_notification_attempts_total',
    help: 'Attempts to send a notification, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
}
