import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

export interface MapSearch {
  /** Which of the two; not set: the map, or the table when there is too much for a map. */
  view?: 'map' | 'table' | undefined;
  /** Id of a node: only it and its neighbours are shown. */
  focus?: string | undefined;
  /** Id of the node or edge whose details are open. */
  selected?: string | undefined;
}

export function readMapSearch(raw: RawSearch): MapSearch {
  return {
    view: oneOf(raw['view'], ['map', 'table']),
    focus: oneText(raw['focus']),
    selected: oneText(raw['selected']),
  };
}
