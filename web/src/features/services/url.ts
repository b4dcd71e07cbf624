import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

export const SORTS = [
  'service',
  'health',
  'requests',
  'errors',
  'p50',
  'p95',
  'p99',
  'instances',
  'seen',
] as const;
export type Sort = (typeof SORTS)[number];

export interface ServicesSearch {
  filter?: string | undefined;
  sort?: Sort | undefined;
  order?: 'up' | 'down' | undefined;
}

export function readServicesSearch(raw: RawSearch): ServicesSearch {
  return {
    filter: oneText(raw['filter']),
    sort: oneOf(raw['sort'], SORTS),
    order: oneOf(raw['order'], ['up', 'down']),
  };
}
