import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';
import { BACKGROUND, storyEvent } from '../../../api/control-loop.ts';

const NEWEST = 50;

/** The newest events of all alarms, to tell what is new among them. */
export const newestAlarmEventsQuery = queryOptions({
  queryKey: ['newest alarm events'],
  queryFn: async ({ signal }) => {
    const query = { kind: 'alarm', from: 'now-1h', limit: NEWEST } as const;
    const { events } = await unwrap(
      api.GET('/api/v1/control/events', { params: { query }, signal }),
    );
    return events.map(storyEvent);
  },
  meta: BACKGROUND,
});
