import {
  manyTexts,
  oneNumber,
  oneOf,
  oneText,
  type RawSearch,
} from '../../shared/search-params.ts';

/** Filters of the trace list; the names are the API's own. */
export interface TracesSearch {
  service?: string | undefined;
  name?: string | undefined;
  status?: 'ok' | 'error' | 'unset' | undefined;
  minDurationMs?: number | undefined;
  attribute?: string[] | undefined;
}

export function readTracesSearch(raw: RawSearch): TracesSearch {
  const minDurationMs = oneNumber(raw['minDurationMs']);
  return {
    service: oneText(raw['service']),
    name: oneText(raw['name']),
    status: oneOf(raw['status'], ['ok', 'error', 'unset']),
    minDurationMs: minDurationMs !== undefined && minDurationMs > 0 ? minDurationMs : undefined,
    attribute: manyTexts(raw['attribute'])?.filter((each) => /^[^=]+=/.test(each)),
  };
}
