import type { QueryClient } from '@tanstack/react-query';

const LOOK_EVERY_MS = 500;
/** A page whose questions are never answered is no reason to have the others not at all. */
const MOST_LOOKS = 20;

/**
 * Does the work once nothing is being asked, so that it takes no time from the page that is open;
 * answers what gives it up.
 */
export function whenQuiet(client: QueryClient, work: () => void): () => void {
  let looks = 0;
  const timer = setInterval(() => {
    looks++;
    if (client.isFetching() > 0 && looks < MOST_LOOKS) return;
    clearInterval(timer);
    work();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
