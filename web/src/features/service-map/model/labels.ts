import { NODE_HEIGHT, NODE_WIDTH, pointOf, type Leg, type Place } from './curve.ts';

export interface Label {
  readonly id: string;
  readonly legs: readonly Leg[];
  readonly text: readonly string[];
}

// Roughly what a label of scale 1 takes.
const LETTER = 6.1;
const GAP = 8;
const HEIGHT = 19;
/** Half way is best; where that is taken, a bit further on or back. */
const TRIED = [0.5, 0.64, 0.36, 0.76, 0.24, 0.88, 0.12];
/** A label that would cover so much of what has to stay readable, as a share of itself, is left out. */
const MOST_COVERING = 0.2;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Room {
  /** Nodes that are to be covered as little as possible. */
  readonly nodes: readonly Place[];
  /** Those of them whose names have to stay readable; a single label may cover them all the same. */
  readonly clear?: readonly Place[];
  /** How much larger labels are than the map's own pixels. */
  readonly scale?: number;
}

/**
 * The middles of the labels, each on its own edge: the short edges first, which have little room to
 * give way, each where it covers the least of the nodes and of the labels before it.
 */
export function placeLabels(
  labels: readonly Label[],
  { nodes, clear = [], scale = 1 }: Room,
): ReadonlyMap<string, Place> {
  const taken = nodes.map(boxOfNode);
  const kept = labels.length > 1 ? clear.map(boxOfNode) : [];
  const places = new Map<string, Place>();
  for (const { id, legs, text } of labels.toSorted((a, b) => reachOf(a) - reachOf(b))) {
    const size = {
      width: text.reduce((sum, part) => sum + part.length * LETTER + GAP, GAP) * scale,
      height: HEIGHT * scale,
    };
    const candidates = fromTheMiddle(legs).flatMap((leg) => TRIED.map((t) => pointOf(leg, t)));
    let best: { place: Place; covers: number } | undefined;
    for (const place of candidates) {
      const box = boxAround(place, size);
      // What is kept clear is among what is taken: it counts for more.
      const covers = covered(box, taken) + covered(box, kept);
      if (best === undefined || covers < best.covers) best = { place, covers };
      if (covers === 0) break;
    }
    if (best === undefined) continue;
    const box = boxAround(best.place, size);
    if (covered(box, kept) > size.width * size.height * MOST_COVERING) continue;
    places.set(id, best.place);
    taken.push(box);
  }
  return places;
}

/** How far an edge goes, near enough. */
const reachOf = ({ legs }: Label): number =>
  legs.reduce((sum, [from, , , to]) => sum + Math.hypot(to[0] - from[0], to[1] - from[1]), 0);

const boxOfNode = ({ x, y }: Place): Box => ({ x, y, width: NODE_WIDTH, height: NODE_HEIGHT });

const boxAround = ({ x, y }: Place, size: Pick<Box, 'width' | 'height'>): Box => ({
  x: x - size.width / 2,
  y: y - size.height / 2,
  ...size,
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
