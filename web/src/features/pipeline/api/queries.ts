import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Reply } from '../../../api/types.ts';
import type { TimeRange } from '../../../shared/time/range.ts';

export type Pipeline = Reply<'getPipeline'>;
export type Verdict = Pipeline['verdict'];
/** One value for each of the reply's times; null where nothing was measured. */
export type Values = readonly (number | null)[];

export const pipelineQuery = (range: TimeRange) =>
  queryOptions({
    queryKey: ['pipeline', range.from, range.to],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/pipeline', { params: { query: { ...range } }, signal })),
  });
