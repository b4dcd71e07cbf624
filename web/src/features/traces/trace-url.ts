import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

const VIEWS = ['flame', 'errors', 'summary', 'logs', 'related'] as const;

/** What is open on the trace page; what is left out is as usual. */
export interface TraceSearch {
  /** Key of the span, or of the log record, whose details are open. */
  span?: string | undefined;
  view?: (typeof VIEWS)[number] | undefined;
  /** `hidden`: the critical path is not drawn. */
  path?: 'hidden' | undefined;
  /** `rows`: log records have rows of their own between the spans. */
  logs?: 'rows' | undefined;
  /** `raw`: times as the clocks of the senders had them. */
  clocks?: 'raw' | undefined;
  /** The part of the time axis in sight, in milliseconds after the trace's start: `12.5-80`. */
  zoom?: string | undefined;
}

export function readTraceSearch(raw: RawSearch): TraceSearch {
  return {
    span: oneText(raw['span']),
    view: oneOf(raw['view'], VIEWS),
    path: oneOf(raw['path'], ['hidden']),
    logs: oneOf(raw['logs'], ['rows']),
    clocks: oneOf(raw['clocks'], ['raw']),
    zoom: oneText(raw['zoom']),
  };
}

/** The two traces that are compared, `a` the one before. */
export interface CompareSearch {
  a?: string | undefined;
  b?: string | undefined;
}

export function readCompareSearch(raw: RawSearch): CompareSearch {
  return { a: oneText(raw['a']), b: oneText(raw['b']) };
}
