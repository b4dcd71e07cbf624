import { setTimeout as pause } from 'node:timers/promises';
import { Sender, type Template } from './senders.ts';

/** What happened while a load ran. */
export interface Tally {
  readonly seconds: number;
  readonly offered: number;
  readonly accepted: number;
  /** Refused for now: 503. */
  readonly refused: number;
  /** Other answers, and connections that broke. */
  readonly failed: number;
  /** Of the acknowledged, in milliseconds, sorted. */
  readonly latencies: readonly number[];
  readonly retryAfter: readonly { readonly atSeconds: number; readonly seconds: number }[];
}

export interface Load {
  /** Requests per second; Infinity: the next one follows each answer. */
  readonly rate: number;
  readonly senders: number;
  readonly seconds: number;
  /** The load ends early when this says so; it is asked a hundred times a second. */
  readonly until?: (soFar: Tally) => boolean;
}

const TICK_MS = 10;

/** Sends at a rate, whatever the answers say: these clients know no Retry-After. */
export async function run(port: number, template: Template, load: Load): Promise<Tally> {
  const senders = Array.from({ length: load.senders }, () => new Sender(port));
  // Exporters keep their connections; a process of Node takes in one new one a turn.
  await Promise.all(senders.map((sender) => sender.connect()));
  const tally = {
    seconds: 0,
    offered: 0,
    accepted: 0,
    refused: 0,
    failed: 0,
    latencies: [] as number[],
    retryAfter: [] as { atSeconds: number; seconds: number }[],
  };
  const started = performance.now();
  const passed = (): number => (performance.now() - started) / 1_000;
  const over = (): boolean => passed() >= load.seconds || (load.until?.(tally) ?? false);

  async function send(sender: Sender): Promise<void> {
    tally.offered += 1;
    const answer = await sender.send(template.next());
    if (answer?.status === 200) {
      tally.accepted += 1;
      tally.latencies.push(answer.latencyMs);
    } else if (answer?.status === 503) {
      tally.refused += 1;
      tally.retryAfter.push({ atSeconds: passed(), seconds: answer.retryAfterSeconds ?? 0 });
    } else tally.failed += 1;
  }

  if (load.rate === Number.POSITIVE_INFINITY) {
    await Promise.all(
      senders.map(async (sender) => {
        while (!over()) await send(sender);
      }),
    );
  } else {
    const sending = new Set<Promise<void>>();
    let due = 0;
    for (let last = passed(); !over();) {
      const now = passed();
      due = Math.min(due + (now - last) * load.rate, load.senders);
      last = now;
      for (const sender of senders) {
        if (due < 1) break;
        if (sender.busy) continue;
        due -= 1;
        const one = send(sender).finally(() => sending.delete(one));
        sending.add(one);
      }
      await pause(TICK_MS);
    }
    await Promise.race([Promise.all(sending), pause(5_000)]);
  }
  tally.seconds = passed();
  for (const sender of senders) sender.close();
  return { ...tally, latencies: tally.latencies.toSorted((a, b) => a - b) };
}

/** The value below which this share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
