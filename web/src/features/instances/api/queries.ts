import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Reply } from '../../../api/types.ts';

export type { Breaker } from '../../../shared/instances/breakers.ts';
export type { Instance } from '../../../shared/instances/registry.ts';
export type InstanceDetails = Reply<'getInstance'>;
export type ServiceConfig = Reply<'getServiceConfig'>;
export type ServiceSettings = ServiceConfig['settings'];

/** All of them: there are few enough, and the filters then answer at once. */
export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/instances', { signal })),
});

export const instanceQuery = (instanceUid: string) =>
  queryOptions({
    queryKey: ['instance', instanceUid],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/instances/{instanceUid}', { params: { path: { instanceUid } }, signal }),
      ),
  });

const configKey = (service: string) => ['service config', service] as const;

export const serviceConfigQuery = (service: string) =>
  queryOptions({
    queryKey: configKey(service),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/services/{service}/config', { params: { path: { service } }, signal }),
      ),
  });

export interface Change {
  readonly settings: ServiceSettings;
  /** The version that this replaces. */
  readonly version: number;
}

export const replaceServiceConfig = (service: string, { settings, version }: Change) =>
  unwrap(
    api.PUT('/api/v1/services/{service}/config', {
      params: { path: { service }, header: { 'if-match': `"${version}"` } },
      body: settings,
    }),
  );
