import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';
import { STATUSES, type Status } from '../../shared/instances/registry.ts';

/** Filters of the registry; the names are the API's own. */
export interface InstancesSearch {
  service?: string | undefined;
  status?: Status | undefined;
}

export function readInstancesSearch(raw: RawSearch): InstancesSearch {
  return { service: oneText(raw['service']), status: oneOf(raw['status'], STATUSES) };
}
