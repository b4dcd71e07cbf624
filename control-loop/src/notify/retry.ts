const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** A notification that could not be sent for this long is given up, loudly. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

export type Next = { readonly kind: 'wait'; readonly until: number } | { readonly kind: 'give-up' };

/**
 * When to try again after the attempt number `attempts` (from 1) has failed: twice as long each
 * time, up to five minutes, spread over the second half by `random` (0 to 1), and not before the
 * receiver's own `Retry-After`. Times are epoch milliseconds.
 */
export function nextAttempt(
  { attempts, queuedAt }: { readonly attempts: number; readonly queuedAt: number },
  retryAfterMs: number,
  now: number,
  random: number,
): Next {
  const full = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS);
  const until = now + Math.max(full * (0.5 + random / 2), Math.min(retryAfterMs, 3_600_000));
  return until - queuedAt > GIVE_UP_AFTER_MS ? { kind: 'give-up' } : { kind: 'wait', until };
}

/** `Retry-After` as RFC 9110 has it, seconds or a date; 0 when there is none that makes sense. */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
