import { NODE_HEIGHT, NODE_WIDTH, type Direction, type Place } from '../model/curve.ts';

/** What a layout needs to know of a map; plain, because it goes to a worker. */
export interface LayoutTask {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string])[];
}

export type Places = ReadonlyMap<string, Place>;

/** By {@link edgeKey}: the middles of the passages that long edges take between other nodes. */
export type Routes = ReadonlyMap<string, readonly Place[]>;

export interface Layout {
  readonly direction: Direction;
  readonly places: Places;
  readonly routes: Routes;
}

export const edgeKey = (source: string, target: string): string => JSON.stringify([source, target]);

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What nodes and long edges take up. */
export function boundsOf({ places, routes }: Pick<Layout, 'places' | 'routes'>): Bounds {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  const hold = (x: number, y: number, width: number, height: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  };
  for (const { x, y } of places.values()) hold(x, y, NODE_WIDTH, NODE_HEIGHT);
  for (const { x, y } of [...routes.values()].flat()) hold(x, y, 0, 0);
  return { left, top, right, bottom };
}

/** Width by height of what the map is usually looked at in. */
const USUAL_SHAPE = 1.7;

/** The height of the smallest picture of the usual shape that holds everything. */
export function extentOf(places: Places, routes: Routes = new Map()): number {
  const { left, top, right, bottom } = boundsOf({ places, routes });
  return Math.max((right - left) / USUAL_SHAPE, bottom - top);
}
