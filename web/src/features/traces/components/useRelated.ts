import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '../../../api/problem.ts';
import type { Trace, TraceSummary } from '../../../api/types.ts';
import { correlatedQuery } from '../api/trace.ts';
import { linkedTraces } from '../model/links.ts';
import type { TraceTree } from '../model/tree.ts';

/** A trace can carry thousands of ids; the header links to the first few as well. */
const MOST_IDS = 4;
const MOST_LINKED = 200;

export interface Related {
  readonly groups: readonly {
    readonly correlationId: string;
    readonly traces: readonly TraceSummary[];
    readonly notShown: number;
  }[];
  readonly linked: readonly { traceId: string; spanId: string; links: number }[];
  /** How many other traces there are. */
  readonly count: number;
  readonly pending: boolean;
  readonly failed: { readonly error: Error; readonly retry: () => void } | undefined;
}

/** The traces that belong to this one: by its correlation ids, and by links of its spans. */
export function useRelated(trace: Trace, tree: TraceTree): Related {
  const ids = trace.correlationIds.slice(0, MOST_IDS);
  const queries = useQueries({ queries: ids.map((id) => correlatedQuery(id)) });
  const linked = useMemo(
    () => linkedTraces(trace.traceId, tree).slice(0, MOST_LINKED),
    [trace.traceId, tree],
  );
  const groups = queries.map(({ data }, at) => ({
    correlationId: ids[at]!,
    traces: (data?.traces ?? []).filter(({ traceId }) => traceId !== trace.traceId),
    notShown: data?.truncated.traces ?? 0,
  }));
  // Nothing carries the id of a trace that only log records came of.
  const broken = queries.find(
    ({ error }) => error !== null && !(error instanceof ApiError && error.status === 404),
  );
  const known = new Set([
    ...groups.flatMap(({ traces }) => traces.map(({ traceId }) => traceId)),
    ...linked.map(({ traceId }) => traceId),
  ]);
  return {
    groups,
    linked,
    count: known.size,
    pending: queries.some(({ isPending }) => isPending),
    failed: broken && {
      error: broken.error ?? new Error('no answer'),
      retry: () => void broken.refetch(),
    },
  };
}
