import { NODE_HEIGHT, NODE_WIDTH, pointOf, type Leg, type Place } from './curve.ts';

export interface Label {
  readonly id: string;
  readonly legs: readonly Leg[];
  readonly text: readonly string[];
}

// Rough, and for the size that labels have when the map is a little away.
const LETTER = 7.5;
const GAP = 10;
const HEIGHT = 22;
/** Half way is best; where that is taken, a bit further on or back. */
const TRIED = [0.5, 0.64, 0.36, 0.76, 0.24];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The middles of the labels, each on its own edge: in order, each where it covers the least of the
 * nodes and of the labels before it.
 */
export function placeLabels(
  labels: readonly Label[],
  nodes: readonly Place[],
): ReadonlyMap<string, Place> {
  const taken: Box[] = nodes.map(({ x, y }) => ({ x, y, width: NODE_WIDTH, height: NODE_HEIGHT }));
  const places = new Map<string, Place>();
  for (const { id, legs, text } of labels) {
    const width = text.reduce((sum, part) => sum + part.length * LETTER + GAP, GAP);
    const candidates = fromTheMiddle(legs).flatMap((leg) => TRIED.map((t) => pointOf(leg, t)));
    let best: { place: Place; covers: number } | undefined;
    for (const place of candidates) {
      const covers = covered(boxAround(place, width), taken);
      if (best === undefined || covers < best.covers) best = { place, covers };
      if (covers === 0) break;
    }
    if (best === undefined) continue;
    places.set(id, best.place);
    taken.push(boxAround(best.place, width));
  }
  return places;
}

const boxAround = ({ x, y }: Place, width: number): Box => ({
  x: x - width / 2,
  y: y - HEIGHT / 2,
  width,
  height: HEIGHT,
});

function covered(box: Box, taken: readonly Box[]): number {
  let area = 0;
  for (const each of taken) {
    const width = Math.min(box.x + box.width, each.x + each.width) - Math.max(box.x, each.x);
    const height = Math.min(box.y + box.height, each.y + each.height) - Math.max(box.y, each.y);
    if (width > 0 && height > 0) area += width * height;
  }
  return area;
}

function fromTheMiddle(legs: readonly Leg[]): Leg[] {
  const middle = (legs.length - 1) / 2;
  return legs
    .map((leg, at) => ({ leg, away: Math.abs(at - middle) }))
    .sort((a, b) => a.away - b.away)
    .map(({ leg }) => leg);
}
