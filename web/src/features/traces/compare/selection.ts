import { oneNumber, oneOf, oneText, type RawSearch } from '../../../shared/search-params.ts';

/**
 * What is compared with the rest, as the address says it: a time (epoch milliseconds), durations
 * (milliseconds) and a query, each of them optional.
 */
export interface SelectionSearch {
  /** The panel is open although nothing is selected yet. */
  differs?: 'open' | undefined;
  selectFrom?: number | undefined;
  selectTo?: number | undefined;
  selectMin?: number | undefined;
  selectMax?: number | undefined;
  selectQ?: string | undefined;
}

/** A selection as the API takes it. */
export interface Selection {
  readonly from?: string;
  readonly to?: string;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly q?: string;
}

export const NOTHING_SELECTED = {
  differs: undefined,
  selectFrom: undefined,
  selectTo: undefined,
  selectMin: undefined,
  selectMax: undefined,
  selectQ: undefined,
} satisfies SelectionSearch;

export function readSelectionSearch(raw: RawSearch): SelectionSearch {
  return {
    differs: oneOf(raw['differs'], ['open']),
    selectFrom: positive(raw['selectFrom']),
    selectTo: positive(raw['selectTo']),
    selectMin: positive(raw['selectMin']),
    selectMax: positive(raw['selectMax']),
    selectQ: oneText(raw['selectQ'])?.trim() || undefined,
  };
}

function positive(value: unknown): number | undefined {
  const number = oneNumber(value);
  return number !== undefined && number > 0 ? number : undefined;
}

/** Undefined: nothing is selected. */
export function selectionOf(search: SelectionSearch): Selection | undefined {
  const { selectFrom, selectTo, selectMin, selectMax, selectQ } = search;
  const selection: Selection = {
    ...(selectFrom !== undefined && { from: String(Math.floor(selectFrom)) }),
    ...(selectTo !== undefined && { to: String(Math.ceil(selectTo)) }),
    ...(selectMin !== undefined && { minDurationMs: selectMin }),
    ...(selectMax !== undefined && { maxDurationMs: selectMax }),
    ...(selectQ !== undefined && { q: selectQ }),
  };
  return Object.keys(selection).length === 0 ? undefined : selection;
}

/** Whether the panel with the answer is on the page. */
export const isComparing = (search: SelectionSearch): boolean =>
  search.differs === 'open' || selectionOf(search) !== undefined;
