import { oneNumber, oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';
import { COMPARISONS, type Comparison } from './model/compare.ts';

export interface MapSearch {
  /** Which of the two; not set: the map. */
  view?: 'table' | undefined;
  /** Only services of these, and what they call or are called by; the names are the API's own. */
  namespace?: string | undefined;
  environment?: string | undefined;
  version?: string | undefined;
  /** Id of a node: only what it calls and what calls it is shown. */
  focus?: string | undefined;
  /** How many calls away from the focus; not set: 1. */
  depth?: 2 | 3 | undefined;
  /** Id of the group that is open, with those around it. */
  group?: string | undefined;
  /** Id of the node or edge whose details are open. */
  selected?: string | undefined;
  /** What the time range is compared with; `custom`: the range of the next two. */
  compare?: Comparison | undefined;
  beforeFrom?: string | undefined;
  beforeTo?: string | undefined;
}

export function readMapSearch(raw: RawSearch): MapSearch {
  const depth = oneNumber(raw['depth']);
  return {
    view: oneOf(raw['view'], ['table']),
    namespace: oneText(raw['namespace']),
    environment: oneText(raw['environment']),
    version: oneText(raw['version']),
    focus: oneText(raw['focus']),
    depth: depth === 2 || depth === 3 ? depth : undefined,
    group: oneText(raw['group']),
    selected: oneText(raw['selected']),
    compare: oneOf(raw['compare'], COMPARISONS),
    beforeFrom: oneText(raw['beforeFrom']),
    beforeTo: oneText(raw['beforeTo']),
  };
}
