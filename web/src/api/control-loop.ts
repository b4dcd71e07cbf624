import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { StoryEvent } from '../shared/story/stories.ts';
import { nanoToMs } from '../shared/format/time.ts';
import { api, unwrap } from './client.ts';
import type { AlarmRule, ControlEvent, QueryOf } from './types.ts';

/** How often what is happening now is asked for: somebody may be waiting for it at night. */
export const LIVE_MS = 5000;

/** Asked on every page, so it does not count as "the page is loading". */
export const BACKGROUND = { background: true } as const;

export const controlStatusQuery = queryOptions({
  queryKey: ['control status'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/control/status', { signal })),
  staleTime: 2000,
  meta: BACKGROUND,
});

export type AlarmFilters = NonNullable<QueryOf<'listAlarms'>>;

export const alarmsQuery = (filters: AlarmFilters = {}) =>
  queryOptions({
    queryKey: ['alarms', filters],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/alarms', { params: { query: filters }, signal })),
  });

export const alarmQuery = (fingerprint: string) =>
  queryOptions({
    queryKey: ['alarm', fingerprint],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/alarms/{fingerprint}', { params: { path: { fingerprint } }, signal }),
      ),
  });

export const alarmHistoryQuery = (fingerprint: string) =>
  queryOptions({
    queryKey: ['alarm history', fingerprint],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/alarms/{fingerprint}/history', {
          params: { path: { fingerprint } },
          signal,
        }),
      ),
  });

export const rulesQuery = queryOptions({
  queryKey: ['alarm rules'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/alarm-rules', { signal })),
});

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['alarm rule', id],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/alarm-rules/{id}', { params: { path: { id } }, signal })),
  });

/** When a rule would have fired in the last hour; nothing is asked while there is no rule. */
export const previewQuery = (rule: AlarmRule | undefined) =>
  queryOptions({
    queryKey: ['alarm rule preview', rule],
    queryFn: ({ signal }) =>
      unwrap(api.POST('/api/v1/alarm-rules/preview', { body: { rule: rule! }, signal })),
    enabled: rule !== undefined,
    staleTime: 15_000,
  });

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/channels', { signal })),
});

export const actionsQuery = queryOptions({
  queryKey: ['control actions'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/control/actions', { signal })),
});

export type EventFilters = Omit<NonNullable<QueryOf<'listControlEvents'>>, 'cursor' | 'limit'>;

const EVENTS_PAGE = 300;

export const eventsQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: ['control events', filters],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/control/events', {
          params: {
            query: {
              ...filters,
              limit: EVENTS_PAGE,
              ...(pageParam !== undefined && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });

export const storyEvent = ({ timeUnixNano, ...event }: ControlEvent): StoryEvent => ({
  ...event,
  timeMs: nanoToMs(timeUnixNano),
});
