import { RANGE_PROBLEMS } from '../../errors.ts';
import { replies } from '../../schemas/replies.ts';
import type { Api, FeatureContext } from '../context.ts';
import { LogsQuery, LogsReply } from './schema.ts';
import { searchLogs } from './service.ts';

export function registerLogs(app: Api, { store, now }: FeatureContext): void {
  app.get(
    '/logs',
    {
      schema: {
        operationId: 'searchLogs',
        summary: 'Log records, newest first',
        description: 'A cursor keeps the range of the first page.',
        tags: ['logs'],
        querystring: LogsQuery,
        response: replies(LogsReply, [...RANGE_PROBLEMS, 'invalid_query', 'invalid_cursor']),
      },
    },
    (request) => searchLogs(store, request.query, now()),
  );
}
