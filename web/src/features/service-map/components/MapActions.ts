import { createContext } from 'react';
import type { MapNode } from '../model/graph.ts';
import type { Way } from '../model/step.ts';

export interface MapActions {
  readonly select: (id: string) => void;
  /** A group shows its members; of any other node its neighbours are shown, and nothing else. */
  readonly enter: (node: MapNode) => void;
  /** The keyboard's focus is on a node; `byKeyboard`: it may have to be moved into view. */
  readonly focus: (id: string, byKeyboard: boolean) => void;
  readonly blur: () => void;
  /** The keyboard's focus goes on to the next node in this direction. */
  readonly step: (from: string, way: Way) => void;
}

/** What nodes can do to the map, apart from their data, so that they are drawn anew only for these. */
export const MapActions = createContext<MapActions>({
  select: () => {},
  enter: () => {},
  focus: () => {},
  blur: () => {},
  step: () => {},
});
