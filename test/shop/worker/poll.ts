import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../common/log.ts';
import { consume } from '../queue/messaging.ts';
import type { Message, Queue } from '../queue/queue.ts';

/** What is done with a message; a message whose work throws is delivered again later. */
export type Work = (message: Message) => Promise<void>;

const IDLE_MS = 100;
const VISIBILITY_MS = 20_000;

/** Takes a destination's messages, one at a time, until told to stop. */
export async function poll(
  queue: Queue,
  destination: string,
  work: Work,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (await takeOne(queue, destination, work, log)) continue;
    await pause(IDLE_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function takeOne(queue: Queue, destination: string, work: Work, log: Log): Promise<boolean> {
  try {
    const message = queue.receive(destination, VISIBILITY_MS);
    if (!message) return false;
    await consume(queue, destination, message, async () => {
      try {
        await work(message);
      } catch (error) {
        // Said within the consumer's span, so that the line carries its ids.
        const { id, delivery } = message;
        log.error({ err: error, destination, id, delivery }, 'message not worked off');
        throw error;
      }
    }).catch(() => undefined);
    return true;
  } catch (error) {
    log.error({ err: error, destination }, 'the queue cannot be read');
    return false;
  }
}
