import { RANGE_PROBLEMS } from '../../errors.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { TraceParams, TraceReply, TracesQuery, TracesReply } from './schema.ts';
import { searchTraces } from './search-service.ts';
import { getTrace } from './trace-service.ts';

export function registerTraces(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/traces',
    {
      schema: {
        operationId: 'searchTraces',
        summary: 'Traces by their spans, newest first',
        description:
          'A trace is found when one of its spans satisfies every filter, and comes once over all pages. A cursor keeps the range of the first page.',
        tags: ['traces'],
        querystring: TracesQuery,
        response: replies(TracesReply, [...RANGE_PROBLEMS, 'invalid_query', 'invalid_cursor']),
      },
    },
    (request) => searchTraces(store, request.query, now()),
  );

  app.get(
    '/traces/:traceId',
    {
      schema: {
        operationId: 'getTrace',
        summary: 'A trace: its spans and its log records',
        tags: ['traces'],
        params: TraceParams,
        response: replies(TraceReply, ['trace_not_found']),
      },
    },
    (request) => getTrace(store, request.params.traceId),
  );
}
