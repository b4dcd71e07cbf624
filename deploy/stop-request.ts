const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes a terminal's Ctrl-C on to us, who had it already: the second of a pair is no wish. */
const SAME_WISH_MS = 1_000;
const PARENT_POLL_MS = 500;

/**
 * Resolves when the stack is to stop: at a signal, or when the process that started it is gone.
 * A signal after that is impatience, and calls `force`.
 */
export function stopRequest(force: () => void): Promise<'stop'> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const ask = (): void => {
      askedAt ??= performance.now();
      resolve('stop');
    };
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (askedAt !== undefined && performance.now() - askedAt > SAME_WISH_MS) force();
        ask();
      });
    }
    if (process.channel) process.once('disconnect', ask);
    if (process.env['npm_lifecycle_event'] !== undefined) onOrphaned(ask);
  });
}

/** `npm run` waits for its script; if it is killed, nobody would stop us any more. */
function onOrphaned(ask: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) ask();
  }, PARENT_POLL_MS).unref();
}
