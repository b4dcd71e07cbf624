import { RANGE_PROBLEMS, WRITE_PROBLEMS } from '../../errors.ts';
import { strictly } from '../../plugins/strictly.ts';
import { replies } from '../../schemas/replies.ts';
import { type Api, BODY_LIMIT, type FeatureContext } from '../context.ts';
import { CompareBody, CompareReply } from './compare-schema.ts';
import { compareSpans } from './compare-service.ts';
import { FieldsQuery, FieldsReply, ValuesQuery, ValuesReply } from './completion-schema.ts';
import { listFields, listValues } from './completion-service.ts';
import { HeatmapQuery, HeatmapReply } from './heatmap-schema.ts';
import { getHeatmap } from './heatmap-service.ts';
import { TraceParams, TraceReply, TracesQuery, TracesReply } from './schema.ts';
import { searchTraces } from './search-service.ts';
import { getTrace } from './trace-service.ts';

export function registerTraces(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/traces',
    {
      schema: {
        operationId: 'searchTraces',
        summary: 'Traces by their spans, newest or slowest first',
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
    '/traces/heatmap',
    {
      schema: {
        operationId: 'getTraceHeatmap',
        summary: 'How many spans match, by when they began and how long they took',
        tags: ['traces'],
        querystring: HeatmapQuery,
        response: replies(HeatmapReply, [...RANGE_PROBLEMS, 'invalid_query']),
      },
    },
    (request) => getHeatmap(store, request.query, now()),
  );

  app.post(
    '/traces/compare',
    {
      bodyLimit: BODY_LIMIT,
      validatorCompiler: strictly,
      schema: {
        operationId: 'compareTraces',
        summary: 'What differs: which values are more frequent in some spans than in the rest',
        description:
          'The filters say which spans, the selection which of them are compared with the rest. Changes nothing.',
        tags: ['traces'],
        body: CompareBody,
        response: replies(CompareReply, [...WRITE_PROBLEMS, ...RANGE_PROBLEMS, 'invalid_query']),
      },
    },
    (request) => compareSpans(store, request.body, now()),
  );

  app.get(
    '/traces/fields',
    {
      schema: {
        operationId: 'listTraceFields',
        summary: 'Fields that a query about traces can name, as recent spans have them',
        tags: ['traces'],
        querystring: FieldsQuery,
        response: replies(FieldsReply, RANGE_PROBLEMS),
      },
    },
    (request) => listFields(store, request.query, now()),
  );

  app.get(
    '/traces/values',
    {
      schema: {
        operationId: 'listTraceValues',
        summary: 'Values of a field in recent spans, most frequent first',
        tags: ['traces'],
        querystring: ValuesQuery,
        response: replies(ValuesReply, [...RANGE_PROBLEMS, 'invalid_query']),
      },
    },
    (request) => listValues(store, request.query, now()),
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
