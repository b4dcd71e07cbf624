import type { TimeRange } from './range.ts';

export const REFRESH_CHOICES = { '5s': 5000, '10s': 10_000, '30s': 30_000, '1m': 60_000 } as const;
export type Refresh = keyof typeof REFRESH_CHOICES;

/** In an address: `off` is somebody's choice, nothing at all is nobody's. */
export const REFRESH_WORDS = ['off', ...(Object.keys(REFRESH_CHOICES) as Refresh[])] as const;
export type RefreshWord = (typeof REFRESH_WORDS)[number];

interface Live {
  readonly every: Refresh;
  /** Whether what is shown depends on the range of time: a past one does not change any more. */
  readonly ofRange: boolean;
}

/** Pages about what is happening now, by the first part of their path; `*` is what follows it. */
const LIVE_PAGES: Readonly<Record<string, Live>> = {
  map: { every: '10s', ofRange: true },
  control: { every: '5s', ofRange: true },
  pipeline: { every: '10s', ofRange: true },
  alarms: { every: '5s', ofRange: false },
  instances: { every: '5s', ofRange: false },
  rules: { every: '10s', ofRange: false },
  'services/*': { every: '10s', ofRange: true },
};

/** How often a page asks anew: as was chosen, else as is fit for the page; undefined is never. */
export function refreshOf(
  chosen: RefreshWord | undefined,
  path: string,
  range: TimeRange,
): Refresh | undefined {
  if (chosen !== undefined) return chosen === 'off' ? undefined : chosen;
  const [, first = '', ...rest] = path.split('/');
  const live = LIVE_PAGES[first] ?? (rest.length === 1 ? LIVE_PAGES[`${first}/*`] : undefined);
  return live && (!live.ofRange || range.to === 'now') ? live.every : undefined;
}
