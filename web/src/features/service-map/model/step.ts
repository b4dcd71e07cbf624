import type { Place } from './curve.ts';

export type Way = 'left' | 'right' | 'up' | 'down';

const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Where a key leads; undefined: it is no arrow. By `KeyboardEvent.code`. */
export const wayOf = (code: string): Way | undefined => WAYS[code];

/** What lies aside counts for more than what lies ahead. */
const ASIDE = 2;

/** Id of the nearest node in this direction; undefined where there is none. */
export function nodeToThe(
  way: Way,
  from: string,
  places: ReadonlyMap<string, Place>,
): string | undefined {
  const start = places.get(from);
  if (!start) return undefined;
  let nearest: { id: string; far: number } | undefined;
  for (const [id, { x, y }] of places) {
    const [dx, dy] = [x - start.x, y - start.y];
    const [ahead, aside] = way === 'left' || way === 'right' ? [dx, dy] : [dy, dx];
    const along = way === 'left' || way === 'up' ? -ahead : ahead;
    const far = along + ASIDE * Math.abs(aside);
    if (along > 0 && far < (nearest?.far ?? Infinity)) nearest = { id, far };
  }
  return nearest?.id;
}
