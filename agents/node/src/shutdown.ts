import { setTimeout as pause } from 'node:timers/promises';

export interface Stopping {
  /** The host has been told to end: whoever asks for its readiness should hear so. */
  begin(): void;
  /** Lets the requests in flight finish, within its own limit. Undefined: nobody waits for them. */
  readonly drain: (() => Promise<void>) | undefined;
  /** Sends what waits and ends for good; heeds the signal. */
  stop(signal: AbortSignal): Promise<void>;
  /** Sends what waits and goes on. */
  flush(signal: AbortSignal): Promise<void>;
}

/** Leaves room, on a busy machine, below the two seconds that are promised. */
const LIMIT_MS = 1500;
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Lets the last telemetry out when the host ends, and never changes how it ends:
 * - the event loop runs dry: what waits is sent first;
 * - SIGTERM or SIGINT and nobody else listens: sent, then the process dies of that signal; before,
 *   at SIGTERM, servers stop to accept and requests in flight finish. A person's Ctrl-C does not
 *   wait for them;
 * - somebody else listens: the host decides; what there is so far is sent meanwhile.
 * `process.exit()` leaves no time for anything.
 */
export function stopWithHost(stopping: Stopping): void {
  let stopped: Promise<void> | undefined;
  const stopOnce = () => (stopped ??= within(LIMIT_MS, (signal) => stopping.stop(signal)));
  let isDying = false;

  process.once('beforeExit', () => void stopOnce());
  for (const name of SIGNALS) {
    const wasJustRemoved = watchRemoval(name, () => onSignal);
    const onSignal = () => {
      // One that the host has put before ours, for once, is gone already.
      const isTheHosts = wasJustRemoved() || listenersOfTheHost(name) > 0;
      // A host that hears Ctrl-C may only ask whether it was meant.
      if (!isTheHosts || name === 'SIGTERM') stopping.begin();
      if (isTheHosts) {
        stopping.flush(AbortSignal.timeout(LIMIT_MS)).catch(() => undefined);
        return;
      }
      const die = () => {
        process.removeListener(name, onSignal);
        process.kill(process.pid, name);
      };
      // A second signal does not wait.
      if (isDying || stopped) return die();
      isDying = true;
      const drained = name === 'SIGTERM' ? stopping.drain?.().catch(() => undefined) : undefined;
      if (drained) void drained.then(stopOnce).then(die);
      else void stopOnce().then(die);
    };
    process.on(name, onSignal);
  }
}

/**
 * Tells whether one of the host's listeners was removed in this turn of the event loop: as it is
 * called, if it listened only once. A signal has a turn of its own.
 */
function watchRemoval(name: NodeJS.Signals, ours: () => NodeJS.SignalsListener): () => boolean {
  let isNow = false;
  process.on('removeListener', (event, listener) => {
    if (event !== name || listener === ours()) return;
    isNow = true;
    queueMicrotask(() => {
      isNow = false;
    });
  });
  return () => isNow;
}

/**
 * signal-exit, which many packages use, listens too, and leaves the dying to others if it is not
 * alone. If both were polite, nobody would die.
 */
function listenersOfTheHost(name: NodeJS.Signals): number {
  const polite =
    Symbol.for('signal-exit emitter') in process || '__signal_exit_emitter__' in process ? 1 : 0;
  return process.listenerCount(name) - 1 - polite;
}

/** Holds the event loop for as long as the work takes, at most for the limit. Never rejects. */
async function within(limitMs: number, work: (signal: AbortSignal) => Promise<void>) {
  const limit = new AbortController();
  const finished = new AbortController();
  const timer = pause(limitMs, undefined, { signal: finished.signal }).then(
    () => limit.abort(),
    () => undefined,
  );
  await Promise.race([work(limit.signal).catch(() => undefined), timer]);
  finished.abort();
}
