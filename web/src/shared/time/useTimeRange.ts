import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { DEFAULT_RANGE, type TimeRange } from './range.ts';
import { REFRESH_CHOICES, refreshOf, type Refresh, type RefreshWord } from './refresh.ts';

/** What every page's address may hold, kept from page to page. */
export interface TimeSearch {
  from?: string | undefined;
  to?: string | undefined;
  refresh?: RefreshWord | undefined;
}

export interface TimeRangeState {
  readonly range: TimeRange;
  readonly refresh: Refresh | undefined;
  /** For `refetchInterval`. */
  readonly refreshMs: number | false;
  readonly setRange: (range: TimeRange) => void;
  readonly setRefresh: (refresh: RefreshWord) => void;
}

export function useTimeRange(): TimeRangeState {
  const search = useSearch({ strict: false }) as TimeSearch;
  const path = useLocation({ select: ({ pathname }) => pathname });
  const navigate = useNavigate();
  const change = (part: Record<string, string>): void =>
    void navigate({ to: '.', search: (now: object) => ({ ...now, ...part }) } as never);
  const range = { from: search.from ?? DEFAULT_RANGE.from, to: search.to ?? DEFAULT_RANGE.to };
  const refresh = refreshOf(search.refresh, path, range);
  return {
    range,
    refresh,
    refreshMs: refresh === undefined ? false : REFRESH_CHOICES[refresh],
    setRange: ({ from, to }) => change({ from, to }),
    setRefresh: (chosen) => change({ refresh: chosen }),
  };
}
