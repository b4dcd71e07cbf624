import { oneOf, type RawSearch } from '../../shared/search-params.ts';

/** What is open on the correlation page. */
export interface CorrelationSearch {
  view?: 'logs' | 'exemplars' | undefined;
}

export function readCorrelationSearch(raw: RawSearch): CorrelationSearch {
  return { view: oneOf(raw['view'], ['logs', 'exemplars']) };
}
