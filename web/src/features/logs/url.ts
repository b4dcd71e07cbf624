import type { SearchSchemaInput } from '@tanstack/react-router';
import { withCondition } from '../../shared/query/conditions.ts';
import { oneNumber, oneText, type RawSearch } from '../../shared/search-params.ts';

/** Filters of the log list; the names are the API's own. */
export interface LogsSearch {
  /** In the query language. */
  q?: string | undefined;
  service?: string | undefined;
  minSeverity?: number | undefined;
  traceId?: string | undefined;
  correlationId?: string | undefined;
}

/** A part of the body, as the API names it; it becomes a part of `q` on arrival. */
interface Folded {
  text?: string | undefined;
}

export function readLogsSearch(given: (LogsSearch & Folded) & SearchSchemaInput): LogsSearch {
  const raw: RawSearch = { ...given };
  const minSeverity = oneNumber(raw['minSeverity']);
  return {
    // The router keeps what it is not told to forget, and it would be folded in anew.
    ...({ text: undefined } satisfies Folded),
    q: queryOf(raw),
    service: oneText(raw['service']),
    minSeverity:
      minSeverity !== undefined && minSeverity >= 1 && minSeverity <= 24
        ? Math.floor(minSeverity)
        : undefined,
    traceId: oneText(raw['traceId']),
    correlationId: oneText(raw['correlationId']),
  };
}

function queryOf(raw: RawSearch): string | undefined {
  const q = oneText(raw['q'])?.trim() ?? '';
  const text = oneText(raw['text']);
  if (text === undefined) return q || undefined;
  return withCondition(q, 'logs', {
    kind: 'text',
    parts: [text],
    place: { offset: 0, length: 0 },
  });
}
