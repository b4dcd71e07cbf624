export interface Ticker {
  /** Ticks that were skipped because the one before still ran. */
  readonly missed: number;
  /** No more ticks; resolves when the one that runs has ended. */
  stop(): Promise<void>;
}

export interface TickerOptions {
  readonly everyMs: number;
  /** Waits this long before the first tick. */
  readonly firstAfterMs?: number;
  /** An error of a tick; the next one comes all the same. */
  readonly failed: (error: unknown) => void;
}

/** Runs `tick` again and again, never two at a time. */
export function every(
  { everyMs, firstAfterMs = 0, failed }: TickerOptions,
  tick: () => Promise<void>,
): Ticker {
  let missed = 0;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout;
  let stopped = false;

  const run = (): void => {
    timer = setTimeout(run, everyMs);
    if (running) {
      missed += 1;
      return;
    }
    running = tick()
      .catch(failed)
      .finally(() => (running = undefined));
  };
  timer = setTimeout(run, firstAfterMs);

  return {
    get missed() {
      return missed;
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
