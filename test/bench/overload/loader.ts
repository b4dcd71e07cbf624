// Senders in a process of their own and of the lowest priority: they are elsewhere, and what they
// do on their own machines shall not be taken from the collector's.
import { constants, setPriority } from 'node:os';
import { type Load, run, type Tally } from './load.ts';
import { spansMessage } from './message.ts';
import { Template } from './senders.ts';

export interface LoadTask {
  readonly port: number;
  readonly spans: number;
  /** Without a rate the next request follows each answer. */
  readonly load: Omit<Load, 'rate' | 'until'> & { readonly rate: number | null };
}

export interface Loaded {
  readonly tally: Tally;
}

setPriority(constants.priority.PRIORITY_LOW);
const templates = new Map<number, Template>();

process.on('message', ({ port, spans, load }: LoadTask) => {
  const template = templates.get(spans) ?? new Template(spansMessage(spans));
  templates.set(spans, template);
  const rate = load.rate ?? Number.POSITIVE_INFINITY;
  void run(port, template, { ...load, rate }).then((tally) => process.send?.({ tally }));
});
process.on('disconnect', () => process.exit(0));
