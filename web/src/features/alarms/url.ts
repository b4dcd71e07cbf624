import { oneOf, oneText, type RawSearch } from '../../shared/search-params.ts';

/** Filters of the alarms; the names are the API's own. */
export interface AlarmsSearch {
  state?: 'firing' | 'pending' | 'resolved' | undefined;
  severity?: 'critical' | 'warning' | 'info' | undefined;
  service?: string | undefined;
}

export function readAlarmsSearch(raw: RawSearch): AlarmsSearch {
  return {
    state: oneOf(raw['state'], ['firing', 'pending', 'resolved']),
    severity: oneOf(raw['severity'], ['critical', 'warning', 'info']),
    service: oneText(raw['service']),
  };
}
