import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** Of setpriority(2), above the process' own: about a tenth of what everything else has. */
const ASIDE = 10;
const LOOK_EVERY_MS = 5_000;
/** Active parts of one partition: a store that is written to steadily has 10 to 25. */
const BEHIND_PARTS = 60;
const CAUGHT_UP_PARTS = 30;

const MOST_PARTS = `
  SELECT max(parts)
  FROM (SELECT count() AS parts FROM system.parts WHERE active GROUP BY table, partition_id)
  SETTINGS log_queries = 0`;
/** ClickHouse's name for the threads that merge. */
const THREAD = 'MergeMutate';
/** Bit of CAP_SYS_NICE (capabilities(7)). */
const SYS_NICE = 23n;

/**
 * Somebody waits for an answer or an insert, and nobody for a merge, so merging gives way while
 * it keeps up. Under a load that leaves no processor idle it would fall behind for good: with
 * many parts in a partition it gets its share until there are few again. Where the process may
 * not raise a priority that it lowered, all stay alike. Answers how to end this.
 */
export function mergeAside(ask: (sql: string) => Promise<string | undefined>): () => void {
  if (!mayRaisePriority()) return () => undefined;
  const own = getPriority();
  const aside = Math.min(own + ASIDE, constants.priority.PRIORITY_LOW);
  let givesWay = true;
  const timer = setInterval(async () => {
    // An engine that does not answer now is asked again.
    const answer = await ask(MOST_PARTS).catch(() => undefined);
    if (answer === undefined) return;
    givesWay = nextGivesWay(givesWay, Number(answer));
    setMergingThreads(givesWay ? aside : own);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

export function nextGivesWay(givesWay: boolean, mostParts: number): boolean {
  if (mostParts >= BEHIND_PARTS) return false;
  return mostParts <= CAUGHT_UP_PARTS || givesWay;
}

function setMergingThreads(nice: number): void {
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      const name = readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim();
      if (name === THREAD) setPriority(Number(thread), nice);
    } catch {
      // It has ended.
    }
  }
}

/** Whether a priority can be raised again after it was lowered: Linux, with CAP_SYS_NICE. */
export function mayRaisePriority(): boolean {
  if (process.platform !== 'linux') return false;
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return effective !== undefined && ((BigInt(`0x${effective}`) >> SYS_NICE) & 1n) === 1n;
}
