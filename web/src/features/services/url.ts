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

/** Which part of the traffic is looked at; the names are the API's own. */
export interface Scope {
  namespace?: string | undefined;
  environment?: string | undefined;
  version?: string | undefined;
}

export interface ServicesSearch extends Scope {
  filter?: string | undefined;
  sort?: Sort | undefined;
  order?: 'up' | 'down' | undefined;
}

export function readServicesSearch(raw: RawSearch): ServicesSearch {
  return {
    filter: oneText(raw['filter']),
    ...readScope(raw),
    sort: oneOf(raw['sort'], SORTS),
    order: oneOf(raw['order'], ['up', 'down']),
  };
}

export const SPLITS = ['version', 'instance', 'environment', 'operation', 'none'] as const;
export type Split = (typeof SPLITS)[number];

export const QUANTILES = ['p50', 'p95', 'p99'] as const;
export type Quantile = (typeof QUANTILES)[number];

export const OPERATION_SORTS = ['total', 'requests', 'errors', 'p95'] as const;
export type OperationSort = (typeof OPERATION_SORTS)[number];

export interface ServiceSearch extends Scope {
  /** What the lines of the charts are; not set: versions. */
  by?: Split | undefined;
  /** Which latency of several lines; not set: p95. */
  quantile?: Quantile | undefined;
  /** What the operations are sorted by; not set: the time spent in them. */
  operations?: OperationSort | undefined;
}

export function readServiceSearch(raw: RawSearch): ServiceSearch {
  return {
    ...readScope(raw),
    by: oneOf(raw['by'], SPLITS),
    quantile: oneOf(raw['quantile'], QUANTILES),
    operations: oneOf(raw['operations'], OPERATION_SORTS),
  };
}

const readScope = (raw: RawSearch): Scope => ({
  namespace: oneText(raw['namespace']),
  environment: oneText(raw['environment']),
  version: oneText(raw['version']),
});

/** Only what is set: a question takes no empty filters. */
export function scopeOf({ namespace, environment, version }: Scope): {
  namespace?: string;
  environment?: string;
  version?: string;
} {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(environment !== undefined && { environment }),
    ...(version !== undefined && { version }),
  };
}
