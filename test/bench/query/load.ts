import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from '../ingest/processes.ts';
import type { SentSpans } from './sender.ts';
import type { QueryStack } from './stack.ts';

/** Until parts and merges are as they stay. */
const SETTLE_MS = 15_000;

/** Does the work while a collector takes so many spans a second; answers how many it took. */
export async function whileIngesting(
  stack: QueryStack,
  spansPerSecond: number,
  work: () => Promise<void>,
): Promise<number> {
  const { process: collector, url } = await stack.startCollector();
  const sender = await spawn({ script: 'test/bench/query/sender.ts' });
  try {
    sender.send({ url, spansPerSecond });
    await pause(SETTLE_MS);
    await work();
    const sent = sender.answer<{ sent: SentSpans }>('sent');
    sender.send({ stop: true });
    const { spans, seconds } = (await sent).sent;
    return spans / seconds;
  } finally {
    await sender.stop();
    await collector.stop();
  }
}
