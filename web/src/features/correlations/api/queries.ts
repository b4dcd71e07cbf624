import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';

export const correlationQuery = (correlationId: string) =>
  queryOptions({
    queryKey: ['correlation', correlationId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/correlations/{correlationId}', {
          params: { path: { correlationId } },
          signal,
        }),
      ),
  });
