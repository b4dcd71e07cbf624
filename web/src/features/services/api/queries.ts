import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Reply } from '../../../api/types.ts';
import { column, equals, printConditions } from '../../../shared/query/conditions.ts';
import type { TimeRange } from '../../../shared/time/range.ts';
import { type OperationSort, type Scope, scopeOf, type Split } from '../url.ts';

export type Service = Reply<'getService'>;
export type Before = Service['before'];
export type ServicePoint = Service['points'][number];
export type SeriesReply = Reply<'getServiceSeries'>;
export type Deployment = SeriesReply['deployments'][number];
export type Operation = Reply<'listOperations'>['operations'][number];
export type ServiceMap = Reply<'getServiceMap'>;
export type MapNode = ServiceMap['nodes'][number];
export type MapEdge = ServiceMap['edges'][number];

/** What all questions of the page are about. */
export interface Asked {
  readonly service: string;
  readonly range: TimeRange;
  readonly scope: Scope;
}

const keyOf = ({ service, range, scope }: Asked) =>
  ['service', service, range.from, range.to, scopeOf(scope)] as const;
const queryOf = ({ range, scope }: Asked) => ({ ...range, ...scopeOf(scope) });

export const listQuery = (range: TimeRange, scope: Scope) =>
  queryOptions({
    queryKey: ['services', range.from, range.to, 'points', scopeOf(scope)],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/services', {
          params: { query: { ...range, ...scopeOf(scope), points: true } },
          signal,
        }),
      ),
  });

export const serviceQuery = (asked: Asked) =>
  queryOptions({
    queryKey: keyOf(asked),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/services/{service}', {
          params: { path: { service: asked.service }, query: queryOf(asked) },
          signal,
        }),
      ),
  });

export const seriesQuery = (asked: Asked, by: Split) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'series', by],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/services/{service}/series', {
          params: { path: { service: asked.service }, query: { ...queryOf(asked), by } },
          signal,
        }),
      ),
  });

export const operationsQuery = (asked: Asked, sort: OperationSort) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'operations', sort],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/services/{service}/operations', {
          params: { path: { service: asked.service }, query: { ...queryOf(asked), sort } },
          signal,
        }),
      ),
  });

/** The service on the map, with whom it is connected to. */
export const neighboursQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'neighbours'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/service-map', {
          params: { query: { ...queryOf(asked), focus: `service:${asked.service}`, depth: 1 } },
          signal,
        }),
      ),
  });

export const instancesQuery = (service: string) =>
  queryOptions({
    queryKey: ['service', service, 'instances'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/instances', { params: { query: { service } }, signal })),
  });

/** In the query language: the spans of a service in the scope, and of one operation of it. */
export function spansOf(service: string, scope: Scope, operation?: string): string {
  const { namespace, environment, version } = scope;
  const values = { service, namespace, environment, version, name: operation } as const;
  return printConditions(
    (Object.keys(values) as (keyof typeof values)[]).flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [equals(column(name), value)];
    }),
  );
}

export const FAILED = 'status:error';
const FEW = 5;

export const tracesQuery = (asked: Asked, which: 'slowest' | 'failed') => {
  const spans = spansOf(asked.service, asked.scope);
  return queryOptions({
    queryKey: [...keyOf(asked), 'traces', which],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/traces', {
          params: {
            query: {
              ...asked.range,
              q: which === 'failed' ? `${spans} ${FAILED}` : spans,
              sort: which === 'failed' ? 'time' : 'duration',
              limit: FEW,
            },
          },
          signal,
        }),
      ),
  });
};

export const WARNING = 13;

/** The newest warnings and errors. */
export const logsQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...keyOf(asked), 'logs'],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/logs', {
          params: {
            query: {
              ...asked.range,
              q: spansOf(asked.service, asked.scope),
              minSeverity: WARNING,
              limit: 8,
            },
          },
          signal,
        }),
      ),
  });
