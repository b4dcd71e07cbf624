import { oneNumber, oneText, type RawSearch } from '../../shared/search-params.ts';

/** Filters of the log list; the names are the API's own. */
export interface LogsSearch {
  service?: string | undefined;
  minSeverity?: number | undefined;
  text?: string | undefined;
  traceId?: string | undefined;
  correlationId?: string | undefined;
}

export function readLogsSearch(raw: RawSearch): LogsSearch {
  const minSeverity = oneNumber(raw['minSeverity']);
  return {
    service: oneText(raw['service']),
    minSeverity:
      minSeverity !== undefined && minSeverity >= 1 && minSeverity <= 24
        ? Math.floor(minSeverity)
        : undefined,
    text: oneText(raw['text']),
    traceId: oneText(raw['traceId']),
    correlationId: oneText(raw['correlationId']),
  };
}
