import type { Destination } from './export/destination.ts';
import type { Outbox } from './export/outbox.ts';
import { post, type PostOutcome } from './export/post.ts';

export interface StartupLine {
  /** What is known now, at once, unless it was said before. */
  sayNow(): void;
}

export interface StartupLineOptions {
  readonly write: (line: string) => void;
  readonly quiet: boolean;
  /** Name and instance of the service. */
  readonly who: string;
  /** Of the first signal that is sent; undefined if none is. */
  readonly to: Destination | undefined;
  readonly outboxes: Iterable<Outbox>;
  readonly instrumented: () => readonly string[];
  /** Begins what begins late; answers where the health port is, if there is one. */
  readonly begin: () => Promise<string | undefined>;
}

/** Until then the application's modules are loaded, which say what is instrumented. */
const AFTER_MS = 1000;
const PROBE_MS = 2000;
const NOTHING = new Uint8Array();

/**
 * One line, a second or a few after the start: who sends, where to, whether that was reached and
 * what is instrumented. Nothing waits for it, and it keeps no process alive.
 */
export function startupLine(options: StartupLineOptions): StartupLine {
  const { write, quiet, to, outboxes, begin } = options;
  let isSaid = quiet;
  const say = (reached: string, health?: string) => {
    if (isSaid) return;
    isSaid = true;
    write(lineOf(options, reached, health));
  };
  const settle = async () => {
    // A rejection that nobody handles would end the host.
    const health = begin().catch(() => undefined);
    if (!isSaid) say(deliveryOf(to, outboxes) ?? (await probe(to)), await health);
  };
  setTimeout(() => void settle(), AFTER_MS).unref();
  return { sayNow: () => say(deliveryOf(to, outboxes) ?? 'no answer yet') };
}

function lineOf(
  { who, to, instrumented }: StartupLineOptions,
  reached: string,
  health: string | undefined,
): string {
  const sends = to ? `sends to ${to.url.origin} (${reached})` : 'sends nothing';
  const names = [...instrumented()].sort().join(', ') || 'nothing';
  const probes = health === undefined ? '' : `; health on ${health}`;
  return `nunchi agent: ${who} ${sends}; instruments ${names}${probes}\n`;
}

/** What became of the last request of an outbox that sends there; undefined before the first. */
function deliveryOf(to: Destination | undefined, outboxes: Iterable<Outbox>): string | undefined {
  for (const { to: target, lastOutcome } of outboxes) {
    if (lastOutcome && target === to?.url.origin) return reachedBy(lastOutcome);
  }
  return undefined;
}

/** An empty request, which OTLP allows, the way the telemetry goes. */
async function probe(to: Destination | undefined): Promise<string> {
  if (!to) return '';
  return reachedBy(await post(to, NOTHING, AbortSignal.timeout(PROBE_MS)));
}

export function reachedBy(outcome: PostOutcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return 'reached';
    case 'rejected':
      return `reached, but ${outcome.reason}`;
    case 'retry':
      return outcome.reason.startsWith('it answered')
        ? `reached, but ${outcome.reason}; it is tried again`
        : `not reached: ${inWords(outcome.reason)}; it is tried again`;
  }
}

function inWords(reason: string): string {
  if (reason.includes('ECONNREFUSED')) return 'connection refused';
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return 'its name cannot be resolved';
  if (/timeout|ETIMEDOUT|abort/i.test(reason)) return 'no answer in time';
  if (/ECONNRESET|EPIPE|socket hang up/.test(reason)) return 'it closed the connection';
  return reason;
}
