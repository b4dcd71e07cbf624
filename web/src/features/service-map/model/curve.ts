/** A node's place on the map: its upper left corner, in the map's own pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Every node has the same size, so that rows and columns align. */
export const NODE_WIDTH = 196;
export const NODE_HEIGHT = 58;

export interface Curve {
  /** SVG path from the source to the target. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

const LEAST_BEND = 36;
const LOOP = 44;

/**
 * From one node to another. An edge leaves where it is going: to the right of the source when the
 * target lies there, to the left when it leads back, and downwards within one column.
 */
export function curveBetween(source: Place, target: Place): Curve {
  const middle = NODE_HEIGHT / 2;
  const [sy, ty] = [source.y + middle, target.y + middle];
  if (source.x === target.x && source.y === target.y) return loopOf(source);
  if (target.x >= source.x + NODE_WIDTH) {
    return horizontal(source.x + NODE_WIDTH, sy, target.x, ty);
  }
  if (target.x + NODE_WIDTH <= source.x) {
    return horizontal(source.x, sy, target.x + NODE_WIDTH, ty);
  }
  return sideways(source, target);
}

function horizontal(sx: number, sy: number, tx: number, ty: number): Curve {
  const bend = Math.max(LEAST_BEND, Math.abs(tx - sx) / 2) * Math.sign(tx - sx);
  return {
    path: `M${sx},${sy} C${sx + bend},${sy} ${tx - bend},${ty} ${tx},${ty}`,
    labelX: (sx + tx) / 2,
    labelY: (sy + ty) / 2,
  };
}

/** Between two nodes above each other: out on the right and in again. */
function sideways(source: Place, target: Place): Curve {
  const [sx, tx] = [source.x + NODE_WIDTH, target.x + NODE_WIDTH];
  const [sy, ty] = [source.y + NODE_HEIGHT / 2, target.y + NODE_HEIGHT / 2];
  const out = Math.max(sx, tx) + LOOP + Math.min(40, Math.abs(ty - sy) / 8);
  return {
    path: `M${sx},${sy} C${out},${sy} ${out},${ty} ${tx},${ty}`,
    labelX: (sx + tx) / 8 + (out * 3) / 4,
    labelY: (sy + ty) / 2,
  };
}

/** A node that calls itself. */
function loopOf({ x, y }: Place): Curve {
  const [left, right, top] = [x + NODE_WIDTH * 0.35, x + NODE_WIDTH * 0.65, y - LOOP];
  return {
    path: `M${left},${y} C${left},${top} ${right},${top} ${right},${y}`,
    labelX: x + NODE_WIDTH / 2,
    labelY: y - LOOP * 0.75,
  };
}
