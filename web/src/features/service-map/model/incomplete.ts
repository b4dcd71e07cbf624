import type { ServiceMap } from '../api/queries.ts';

/** Where there is much to sum up, the newest minutes come a little late: nothing is wrong then. */
const USUAL_MINUTES = 2;

/** What is missing of the map, and whether that is so for moments only. */
export function missingOf({ incomplete }: Pick<ServiceMap, 'incomplete'>) {
  if (!incomplete) return undefined;
  return { ...incomplete, isUsual: incomplete.minutes <= USUAL_MINUTES };
}
