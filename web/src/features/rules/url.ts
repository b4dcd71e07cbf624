import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

/** What is shown of the rules. */
export interface RulesSearch {
  filter?: string | undefined;
  view?: 'channels' | undefined;
}

export function readRulesSearch(raw: RawSearch): RulesSearch {
  return { filter: oneText(raw['filter']), view: oneOf(raw['view'], ['channels']) };
}
