import { setTimeout as pause } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import type { Log } from '../common/log.ts';
import { consume } from './messaging.ts';
import type { Message, Queue } from './queue.ts';
import { queueOf, type Subscription } from './topics.ts';

/** What is done with a message; a message whose work throws is delivered again later. */
export type Work = (message: Message) => Promise<void>;

const IDLE_MS = 100;
const VISIBILITY_MS = 20_000;
/** How many messages of a subscription an instance works on at once. */
const AT_ONCE = 4;

const depth = new Gauge({
  name: 'queue_depth',
  help: 'Messages that wait or are being worked on, by subscription',
  labelNames: ['topic', 'subscriber'],
});

const givenUp = new Gauge({
  name: 'queue_given_up',
  help: 'Messages that were delivered too often and are kept to be looked at, by subscription',
  labelNames: ['topic', 'subscriber'],
});

/** Takes a subscriber's messages for as long as the process lives. */
export function subscribe(queue: Queue, subscription: Subscription, log: Log, work: Work): void {
  const { topic, subscriber } = subscription;
  const name = queueOf(subscription);
  let working = 0;

  const begin = (message: Message): void => {
    working++;
    void workOff(message).finally(() => working--);
  };
  const workOff = (message: Message): Promise<void> =>
    consume(queue, subscription, message, async () => {
      try {
        await work(message);
      } catch (error) {
        // Said within the consumer's span, so that the line carries its ids.
        const { id, delivery } = message;
        log.error({ err: error, topic, id, delivery }, 'message not worked off, it comes again');
        throw error;
      }
    }).catch(() => undefined);

  const poll = async (): Promise<never> => {
    for (;;) {
      try {
        const message = working < AT_ONCE ? queue.receive(name, VISIBILITY_MS) : undefined;
        depth.set({ topic, subscriber }, queue.depth(name));
        givenUp.set({ topic, subscriber }, queue.dead(name));
        if (message) {
          begin(message);
          continue;
        }
      } catch (error) {
        log.error({ err: error, topic }, 'the queue cannot be read');
      }
      await pause(IDLE_MS);
    }
  };
  void poll();
}
