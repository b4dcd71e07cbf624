import Type from 'typebox';
import { pageQuery, TimeRangeQuery, TraceId, parameters } from '../../schemas/common.ts';
import { LogRecord } from '../../schemas/log.ts';

/** All filters hold together; newest first. */
export const LogsQuery = parameters({
  ...TimeRangeQuery,
  q: Type.Optional(
    Type.String({
      maxLength: 4_000,
      description:
        'In the query language, e.g. service:checkout severity:error "connection refused"; holds together with the other filters.',
    }),
  ),
  service: Type.Optional(Type.String()),
  minSeverity: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 24,
      description: 'Lowest severity number: 9 info, 13 warn, 17 error.',
    }),
  ),
  text: Type.Optional(
    Type.String({ minLength: 1, description: 'Part of the body, in any case of letters.' }),
  ),
  traceId: Type.Optional(TraceId),
  correlationId: Type.Optional(Type.String({ minLength: 1 })),
  ...pageQuery(100, 1000),
});

export const LogsReply = Type.Object({
  logs: Type.Array(LogRecord),
  nextCursor: Type.Optional(Type.String()),
});
