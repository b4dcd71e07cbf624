import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

export const KINDS = [
  'alarm',
  'notification',
  'action',
  'breaker',
  'instance',
  'kill-switch',
] as const;

/** Filters of the time line; the names are the API's own. */
export interface ControlSearch {
  kind?: (typeof KINDS)[number] | undefined;
  service?: string | undefined;
  chain?: string | undefined;
}

export function readControlSearch(raw: RawSearch): ControlSearch {
  return {
    kind: oneOf(raw['kind'], KINDS),
    service: oneText(raw['service']),
    chain: oneText(raw['chain']),
  };
}
