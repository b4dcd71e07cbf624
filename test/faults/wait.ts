import { setTimeout as pause } from 'node:timers/promises';

/** Something that had to happen did not, within its time. */
export class NotReached extends Error {
  override readonly name = 'NotReached';
}

const LIMIT_MS = 60_000;

/** Waits for a condition; a condition that throws is not met yet. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { limitMs = LIMIT_MS, everyMs = 20 } = {},
): Promise<void> {
  const deadline = Date.now() + limitMs;
  let failure = '';
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      failure = ` (${(error as Error).message})`;
    }
    if (Date.now() > deadline) {
      throw new NotReached(`not reached within ${limitMs / 1_000} s: ${what}${failure}`);
    }
    await pause(everyMs);
  }
}
