import type { Node } from '@nunchi/store/language/ast';
import { SPAN_STATUSES } from '@nunchi/store/language/fields';
import type { SearchSchemaInput } from '@tanstack/react-router';
import {
  column,
  durationIs,
  equals,
  namesColumn,
  withCondition,
} from '../../shared/query/conditions.ts';
import {
  manyTexts,
  oneNumber,
  oneOf,
  oneText,
  type RawSearch,
} from '../../shared/search-params.ts';
import { readSelectionSearch, type SelectionSearch } from './compare/selection.ts';

/** Spans where requests enter, or all. */
export type CountedSpans = 'entry' | 'all';

/** What the address of the trace list says. */
export interface TracesSearch extends SelectionSearch {
  /** In the query language. */
  q?: string | undefined;
  /** Newest first unless it says otherwise. */
  sort?: 'duration' | undefined;
  /** Which spans the heatmap and the comparison count; see `countedSpans`. */
  spans?: CountedSpans | undefined;
  /** Whether the fields and their values are listed beside the traces. */
  fields?: 'open' | undefined;
}

/** Filters by name, as links from other pages have them; they become a part of `q` on arrival. */
interface Filters {
  service?: string | undefined;
  name?: string | undefined;
  status?: (typeof SPAN_STATUSES)[number] | undefined;
  minDurationMs?: number | undefined;
  /** `key=value`. */
  attribute?: string[] | undefined;
}

/** The router keeps what it is not told to forget, and it would be folded in anew. */
const FOLDED = {
  service: undefined,
  name: undefined,
  status: undefined,
  minDurationMs: undefined,
  attribute: undefined,
} satisfies Filters;

export function readTracesSearch(
  given: (TracesSearch & Filters) & SearchSchemaInput,
): TracesSearch {
  const raw: RawSearch = { ...given };
  const q = conditions(raw).reduce(
    (text, node) => withCondition(text, 'traces', node),
    oneText(raw['q'])?.trim() ?? '',
  );
  return {
    ...FOLDED,
    q: q || undefined,
    sort: oneOf(raw['sort'], ['duration']),
    spans: oneOf(raw['spans'], ['entry', 'all']),
    fields: oneOf(raw['fields'], ['open']),
    ...readSelectionSearch(raw),
  };
}

/** Entries, unless somebody wants all or the query names a kind of its own. */
export const countedSpans = ({ spans, q = '' }: TracesSearch): CountedSpans =>
  spans ?? (namesColumn(q, 'traces', 'kind') ? 'all' : 'entry');

function conditions(raw: RawSearch): Node[] {
  const service = oneText(raw['service']);
  const name = oneText(raw['name']);
  const status = oneOf(raw['status'], SPAN_STATUSES);
  const minimum = oneNumber(raw['minDurationMs']);
  const attributes = manyTexts(raw['attribute']) ?? [];
  return [
    ...(service === undefined ? [] : [equals(column('service'), service)]),
    ...(name === undefined ? [] : [equals(column('name'), name)]),
    ...(status === undefined ? [] : [equals(column('status'), status)]),
    ...(minimum !== undefined && minimum > 0 ? [durationIs('>=', minimum)] : []),
    ...attributes.flatMap(attributeCondition),
  ];
}

function attributeCondition(text: string): Node[] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return key === undefined || value === undefined
    ? []
    : [equals({ kind: 'attribute', key }, value)];
}
