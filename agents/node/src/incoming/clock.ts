/**
 * Ten turns a second cost a quarter of what `monitorEventLoopDelay` costs with its default
 * resolution, and tell of each turn instead of a distribution.
 */
const TURN_MS = 100;

/**
 * Tells after each turn how late the event loop is (a timer that is late waited for it), and which
 * share of the turn it was busy, 0 to 1. Returns what ends it. Never keeps the host alive.
 */
export function watchDelay(onTurn: (delayMs: number, utilization: number) => void): () => void {
  let before = performance.now();
  let used = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.now();
    const delayMs = Math.max(0, now - before - TURN_MS);
    before = now;
    const usedBefore = used;
    used = performance.eventLoopUtilization();
    onTurn(delayMs, performance.eventLoopUtilization(used, usedBefore).utilization);
  }, TURN_MS).unref();
  return () => clearInterval(timer);
}
