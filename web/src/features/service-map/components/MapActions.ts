import { createContext } from 'react';

export interface MapActions {
  readonly select: (id: string) => void;
  /** The keyboard's focus is on a node; `byKeyboard`: it may have to be moved into view. */
  readonly focus: (id: string, byKeyboard: boolean) => void;
  readonly blur: () => void;
}

/** What nodes can do to the map, apart from their data, so that they are drawn anew only for these. */
export const MapActions = createContext<MapActions>({
  select: () => {},
  focus: () => {},
  blur: () => {},
});
