// Names of hosts for the agent's own connections. Node asks for names on its pool of threads, two at a
// time for the whole process, and the process cannot end before they are answered: where a resolver
// hangs, the agent must not take both places from the application, one attempt after the other.
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

type Found = Parameters<Parameters<LookupFunction>[2]>;
type Ask = (hostname: string, options: dns.LookupOptions) => Promise<Found>;

/** An answer that took longer, of whichever kind, holds for a while. */
const SLOW_MS = 1000;
const HOLDS_MS = 60_000;

/** One question at a time; who asks the same meanwhile gets the same answer. */
export function createLookup(ask: Ask, now: () => number): LookupFunction {
  const answers = new Map<string, { readonly found: Promise<Found>; until: number }>();
  let last: Promise<unknown> = Promise.resolve();

  const find = (hostname: string, options: dns.LookupOptions): Promise<Found> => {
    const key = `${hostname} ${options.family ?? 0} ${options.hints ?? 0} ${options.all ?? false}`;
    const known = answers.get(key);
    if (known && now() < known.until) return known.found;
    let startedAt = 0;
    const found = last.then(() => {
      startedAt = now();
      return ask(hostname, options);
    });
    const answer = { found, until: Infinity };
    last = found.then(() => {
      const endedAt = now();
      answer.until = endedAt - startedAt > SLOW_MS ? endedAt + HOLDS_MS : 0;
    });
    answers.set(key, answer);
    return found;
  };
  return (hostname, options, callback) => {
    // Apart: what the callback throws is no rejection.
    void find(hostname, options).then((found) => process.nextTick(callback, ...found));
  };
}

/** Never rejects. */
function askNode(hostname: string, options: dns.LookupOptions): Promise<Found> {
  return new Promise((resolve) => {
    try {
      dns.lookup(hostname, options, (...found: unknown[]) => resolve(found as Found));
    } catch (error) {
      resolve([error as NodeJS.ErrnoException, '']);
    }
  });
}

export const lookup = createLookup(askNode, () => performance.now());
