/** A node's place on the map: its upper left corner, in the map's own pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where calls lead on a map. */
export type Direction = 'right' | 'down';

/** Every node has the same size, so that rows and columns align. */
export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 58;

type Point = readonly [x: number, y: number];

/** One cubic Bézier curve: start, two control points, end. */
export type Leg = readonly [Point, Point, Point, Point];

export interface Curve {
  /** SVG path from the source to the target. */
  readonly path: string;
  /** Its bends, one for each gap between columns that it crosses. */
  readonly legs: readonly Leg[];
}

const LEAST_BEND = 30;
const LOOP = 44;

/**
 * From one node to another. On a map to the right an edge leaves on the right, or on the left when
 * it leads back; within one column it goes round outside. On a map downwards the same is turned.
 * `via` are the middles of the passages that it takes through the columns in between.
 */
export function curveBetween(
  source: Place,
  target: Place,
  direction: Direction,
  via: readonly Place[] = [],
): Curve {
  const turn = direction === 'down';
  // Here x is along the map and y across it.
  const turned = ({ x, y }: Place): Place => (turn ? { x: y, y: x } : { x, y });
  const [length, breadth] = turn ? [NODE_HEIGHT, NODE_WIDTH] : [NODE_WIDTH, NODE_HEIGHT];
  const from = turned(source);
  const to = turned(target);
  const [sy, ty] = [from.y + breadth / 2, to.y + breadth / 2];
  const ahead = to.x >= from.x + length;
  const legs =
    ahead || to.x + length <= from.x
      ? through(
          [ahead ? from.x + length : from.x, sy],
          [ahead ? to.x : to.x + length, ty],
          via.map(turned),
          ahead ? length : -length,
        )
      : [round([from.x + length, sy], [to.x + length, ty], breadth)];
  const shown = turn ? legs.map(turnLeg) : legs;
  return { path: pathOf(shown), legs: shown };
}

/** Straight past the nodes of each column, bent in the gaps between them. */
function through(start: Point, end: Point, via: readonly Place[], length: number): Leg[] {
  const legs: Leg[] = [];
  let at = start;
  for (const { x, y } of via) {
    legs.push(bend(at, [x - length / 2, y]));
    at = [x + length / 2, y];
  }
  return [...legs, bend(at, end)];
}

function bend([sx, sy]: Point, [tx, ty]: Point): Leg {
  const by = Math.max(LEAST_BEND, Math.abs(tx - sx) / 2) * (Math.sign(tx - sx) || 1);
  return [
    [sx, sy],
    [sx + by, sy],
    [tx - by, ty],
    [tx, ty],
  ];
}

/** Between two nodes beside each other, or from a node to itself: out and in again. */
function round([sx, sy]: Point, [tx, ty]: Point, breadth: number): Leg {
  const out = Math.max(sx, tx) + LOOP + Math.min(40, Math.abs(ty - sy) / 8);
  const spread = sy === ty && sx === tx ? breadth * 0.2 : 0;
  return [
    [sx, sy - spread],
    [out, sy - spread],
    [out, ty + spread],
    [tx, ty + spread],
  ];
}

const turnLeg = (leg: Leg): Leg => leg.map(([x, y]): Point => [y, x]) as unknown as Leg;

const pathOf = (legs: readonly Leg[]): string =>
  legs
    .map(
      ([start, one, two, end], at) =>
        `${at === 0 ? 'M' : 'L'}${start.join()} C${one.join()} ${two.join()} ${end.join()}`,
    )
    .join(' ');

/** The point of a leg at `t` from 0 to 1. */
export function pointOf(leg: Leg, t: number): Place {
  const u = 1 - t;
  const of = (axis: 0 | 1): number =>
    u ** 3 * leg[0][axis] +
    3 * u * u * t * leg[1][axis] +
    3 * u * t * t * leg[2][axis] +
    t ** 3 * leg[3][axis];
  return { x: of(0), y: of(1) };
}
