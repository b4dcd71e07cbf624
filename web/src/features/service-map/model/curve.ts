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

export interface Curve {
  /** SVG path from the source to the target. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

const LEAST_BEND = 30;
const LOOP = 44;

/**
 * From one node to another. On a map to the right an edge leaves on the right, or on the left when
 * it leads back; within one column it goes round outside. On a map downwards the same is turned.
 */
export function curveBetween(source: Place, target: Place, direction: Direction): Curve {
  const turn = direction === 'down';
  // `along` is the direction of the map, `across` the other one.
  const [length, breadth] = turn ? [NODE_HEIGHT, NODE_WIDTH] : [NODE_WIDTH, NODE_HEIGHT];
  const [from, to] = turn
    ? [
        { x: source.y, y: source.x },
        { x: target.y, y: target.x },
      ]
    : [source, target];
  const ends = { sy: from.y + breadth / 2, ty: to.y + breadth / 2 };
  const points =
    to.x >= from.x + length
      ? forth({ sx: from.x + length, tx: to.x, ...ends })
      : to.x + length <= from.x
        ? forth({ sx: from.x, tx: to.x + length, ...ends })
        : round({ sx: from.x + length, tx: to.x + length, ...ends }, breadth);
  const [start, one, two, end] = turn ? points.map(([x, y]) => [y, x] as const) : points;
  const [labelX, labelY] = [
    middle(start![0], one![0], two![0], end![0]),
    middle(start![1], one![1], two![1], end![1]),
  ];
  return {
    path: `M${start!.join()} C${one!.join()} ${two!.join()} ${end!.join()}`,
    labelX,
    labelY,
  };
}

interface Ends {
  readonly sx: number;
  readonly sy: number;
  readonly tx: number;
  readonly ty: number;
}

type Points = readonly (readonly [number, number])[];

function forth({ sx, sy, tx, ty }: Ends): Points {
  const bend = Math.max(LEAST_BEND, Math.abs(tx - sx) / 2) * Math.sign(tx - sx || 1);
  return [
    [sx, sy],
    [sx + bend, sy],
    [tx - bend, ty],
    [tx, ty],
  ];
}

/** Between two nodes beside each other, or from a node to itself: out and in again. */
function round({ sx, sy, tx, ty }: Ends, breadth: number): Points {
  const out = Math.max(sx, tx) + LOOP + Math.min(40, Math.abs(ty - sy) / 8);
  const spread = sy === ty && sx === tx ? breadth * 0.2 : 0;
  return [
    [sx, sy - spread],
    [out, sy - spread],
    [out, ty + spread],
    [tx, ty + spread],
  ];
}

/** Of a cubic Bézier curve, where it is half way. */
const middle = (start: number, one: number, two: number, end: number): number =>
  (start + 3 * one + 3 * two + end) / 8;
