import { useNavigate, useSearch } from '@tanstack/react-router';
import { DEFAULT_RANGE, type TimeRange } from './range.ts';

export const REFRESH_CHOICES = { '5s': 5000, '10s': 10_000, '30s': 30_000, '1m': 60_000 } as const;
export type Refresh = keyof typeof REFRESH_CHOICES;

/** What every page's address may hold, kept from page to page. */
export interface TimeSearch {
  from?: string | undefined;
  to?: string | undefined;
  refresh?: Refresh | undefined;
}

export interface TimeRangeState {
  readonly range: TimeRange;
  readonly refresh: Refresh | undefined;
  /** For `refetchInterval`. */
  readonly refreshMs: number | false;
  readonly setRange: (range: TimeRange) => void;
  readonly setRefresh: (refresh: Refresh | undefined) => void;
}

export function useTimeRange(): TimeRangeState {
  const search = useSearch({ strict: false }) as TimeSearch;
  const navigate = useNavigate();
  const change = (part: Record<string, string>): void =>
    void navigate({ to: '.', search: (now: object) => ({ ...now, ...part }) } as never);
  return {
    range: { from: search.from ?? DEFAULT_RANGE.from, to: search.to ?? DEFAULT_RANGE.to },
    refresh: search.refresh,
    refreshMs: search.refresh === undefined ? false : REFRESH_CHOICES[search.refresh],
    setRange: ({ from, to }) => change({ from, to }),
    // The empty text, because what is undefined is carried over from the present address.
    setRefresh: (refresh) => change({ refresh: refresh ?? '' }),
  };
}
