// A client in a process of its own, so that its latencies are the collector's and not those of the
// process that makes the load: small requests on a few connections, each 10 ms after an answer.
import { setTimeout as pause } from 'node:timers/promises';
import { spansMessage } from './message.ts';
import { Sender, Template } from './senders.ts';

export interface Witnessed {
  /** Of the acknowledged, in milliseconds, sorted. */
  readonly latencies: readonly number[];
  readonly refused: number;
}

const EVERY_MS = 10;
const SPANS = 20;
const CONNECTIONS = 4;

const template = new Template(spansMessage(SPANS));
let latencies: number[] = [];
let refused = 0;

process.on('message', () => {
  process.send?.({ latencies: latencies.toSorted((a, b) => a - b), refused });
  latencies = [];
  refused = 0;
});

process.on('disconnect', () => process.exit(0));
for (let i = 0; i < CONNECTIONS; i++) void watch(new Sender(Number(process.argv[2])));

async function watch(sender: Sender): Promise<never> {
  for (;;) {
    const answer = await sender.send(template.next());
    if (answer?.status === 200) latencies.push(answer.latencyMs);
    else refused += 1;
    await pause(EVERY_MS);
  }
}
