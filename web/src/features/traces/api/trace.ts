import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import type { Trace } from '../../../api/types.ts';

export const traceQuery = (traceId: string) =>
  queryOptions({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/traces/{traceId}', { params: { path: { traceId } }, signal })),
    structuralSharing: keepEqual,
  });

/** Spans and records are only ever added, so that equal numbers are an equal trace. */
function keepEqual(before: unknown, now: unknown): unknown {
  const [old, fresh] = [before as Trace | undefined, now as Trace];
  return old !== undefined &&
    old.spans.length === fresh.spans.length &&
    old.logs.length === fresh.logs.length &&
    old.truncated.spans === fresh.truncated.spans &&
    old.truncated.logs === fresh.truncated.logs
    ? old
    : fresh;
}

/** Everything that carries a correlation id; the trace page shows the other traces of it. */
export const correlatedQuery = (correlationId: string) =>
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

const AROUND_MS = 3_600_000;
const MOST_ALIKE = 30;

/** Traces with a span of a service and name, from an hour before a time to an hour after it. */
export const alikeQuery = (service: string, name: string, startUnixNano: bigint) => {
  const startMs = Number(startUnixNano / 1_000_000n);
  return queryOptions({
    queryKey: ['traces alike', service, name, startMs],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/traces', {
          params: {
            query: {
              from: String(startMs - AROUND_MS),
              to: String(startMs + AROUND_MS),
              service,
              name,
              limit: MOST_ALIKE,
            },
          },
          signal,
        }),
      ),
  });
};
